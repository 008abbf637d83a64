import type { Finding, LifecycleDocument, LifecycleStatus, Place } from './document.ts';
import type { Alternative } from './alternatives.ts';
import { inputAndOutput } from '../../render/price-column.ts';
import { deprecationWords } from '../show/render.ts';
import { PLAIN_STYLE, type Style } from '../../render/style.ts';
import { indented, type Column } from '../../render/table.ts';
import { counted, printable, wrap } from '../../render/text.ts';

/** What needs a look, each with where it stands and what could take its place. */
export function renderLifecycle(document: LifecycleDocument, style: Style = PLAIN_STYLE): string {
  const blocks = [
    ...document.findings.map((finding) => findingBlock(finding, style)),
    wrap(summary(document), style.width),
    notJudged(document, style),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function findingBlock(finding: Finding, style: Style): string {
  const { theme, width } = style;
  const [words, paint] = statusWords(finding, style);
  const places = placesWords(finding.places);
  return [
    theme.title(printable(finding.name)),
    paint(wrap(words, width, '  ')),
    ...(places === '' ? [] : [theme.dim(wrap(places, width, '  '))]),
    ...(finding.alternatives.length === 0 ? [] : [alternatives(finding, style)]),
  ].join('\n');
}

function statusWords(finding: Finding, { theme }: Style): readonly [string, (text: string) => string] {
  const { status, deprecation, models } = finding;
  switch (status) {
    case 'missing':
      return ['Not in the map.', theme.bad];
    case 'renamed':
      return [`The map calls it ${printable(models[0] ?? '')}${others(models)}.`, theme.warn];
    case 'deprecated':
    case 'due': {
      const words = deprecation === null ? '' : deprecationWords(deprecation);
      const where = models.length > 1 ? `, at all ${models.length} providers that have it` : '';
      return [`${words}${where}.`, status === 'due' ? theme.warn : theme.bad];
    }
  }
}

function others(models: readonly string[]): string {
  return models.length < 2 ? '' : `, and ${models.length - 1} more`;
}

const PLACES = 4;

/** `in src/app.py:12, 40 and .env:3`; nothing for a name on the command line. */
function placesWords(places: readonly Place[]): string {
  const lines = new Map<string, number[]>();
  for (const { file, line } of places) {
    if (file !== null) lines.set(file, [...(lines.get(file) ?? []), line ?? 1]);
  }
  const words = [...lines].map(
    ([file, at]) => `${printable(file)}:${at.slice(0, PLACES).join(', ')}${more(at)}`,
  );
  if (words.length === 0) return '';
  return `in ${words.slice(0, PLACES).join('; ')}${more(words)}`;
}

function more(items: readonly unknown[]): string {
  return items.length > PLACES ? ` and ${items.length - PLACES} more` : '';
}

function alternatives({ alternatives, deprecation }: Finding, style: Style): string {
  const [input, output] = inputAndOutput(alternatives);
  const rows = alternatives.map((model, at) => [
    printable(model.model),
    input.texts[at] ?? '',
    output.texts[at] ?? '',
    ...(deprecation === null ? [] : [ratioWords(model)]),
  ]);
  const columns: readonly Column[] = [
    { head: 'Instead', whole: true, style: style.theme.key },
    input.column,
    output.column,
    ...(deprecation === null ? [] : [{ head: 'Costs' }]),
  ];
  return indented(columns, rows, style);
}

/** `the same`, `0.5x`, `0.33x input, 0.5x output` of what it replaces. */
function ratioWords({ inputRatio, outputRatio }: Alternative): string {
  const sides = [
    ['input', inputRatio],
    ['output', outputRatio],
  ] as const;
  const known = sides.flatMap(([side, ratio]) => (ratio === null ? [] : [{ side, ratio }]));
  const [first, second] = known;
  if (first === undefined) return 'N/A';
  if (second === undefined) return first.ratio === 1 ? 'the same' : `${times(first.ratio)} ${first.side}`;
  if (first.ratio === second.ratio) return first.ratio === 1 ? 'the same' : times(first.ratio);
  return `${times(first.ratio)} input, ${times(second.ratio)} output`;
}

function times(ratio: number): string {
  return `${Number(ratio.toPrecision(2))}x`;
}

const NAMES: Readonly<Record<LifecycleStatus, string>> = {
  deprecated: 'deprecated',
  due: 'due',
  renamed: 'renamed',
  missing: 'not in the map',
};

function summary({ findings, modelCount, files, withinDays }: LifecycleDocument): string {
  const from = files === 0 ? '' : ` in ${counted(files, 'file')}`;
  const looked = `${counted(modelCount, 'model')}${from}`;
  if (modelCount === 0) return `No name of a model was found${from}.`;
  if (findings.length === 0)
    return `${looked}: none is deprecated, due within ${withinDays} days, renamed or missing.`;
  const counts = Object.entries(NAMES).flatMap(([status, words]) => {
    const count = findings.filter((finding) => finding.status === status).length;
    return count === 0 ? [] : [`${count} ${words}${status === 'due' ? ` within ${withinDays} days` : ''}`];
  });
  return `${looked}: ${counts.join(', ')}.`;
}

function notJudged({ notJudged }: LifecycleDocument, { theme, width }: Style): string {
  if (notJudged.length === 0) return '';
  const names = notJudged.slice(0, 10).map(printable).join(', ');
  const rest = notJudged.length > 10 ? ` and ${notJudged.length - 10} more` : '';
  return theme.dim(
    wrap(`Not judged, because they are like no name that the map would know: ${names}${rest}.`, width),
  );
}
