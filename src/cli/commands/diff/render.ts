import type { DiffDocument } from './document.ts';
import type { ChangedModel, ModelInOne } from './diff-maps.ts';
import { isSame } from './diff-maps.ts';
import type { MapSource } from '../../../models/store.ts';
import { formatCount } from '../../../core/money.ts';
import { providerName } from '../../../models/providers.ts';
import { renderCsv, type Cell } from '../../render/csv.ts';
import {
  capabilityWords,
  changeWords,
  figurePair,
  filterWords,
  itemWords,
  limitWords,
  mapName,
  modelWords,
  otherFieldCounts,
  percentWords,
} from './words.ts';
import { rows } from '../../render/map-words.ts';
import { inputAndOutput } from '../../render/price-column.ts';
import { PLAIN_STYLE, type Style } from '../../render/style.ts';
import { table, type Column, type Row } from '../../render/table.ts';
import { counted, printable, wrap } from '../../render/text.ts';

export { diffMarkdown } from './markdown.ts';

/** The difference of two maps for a terminal, the models that came and went first. */
export function renderDiff(document: DiffDocument, style: Style = PLAIN_STYLE): string {
  const { before, after, added, removed, changed } = document;
  const title = isSame(document) ? 'No differences.' : `${modelWords(document)}.`;
  const head = rows(
    style.theme.title(title),
    [
      ['Before', sourceWords(before)],
      ['After', sourceWords(after)],
      ['Only', filterWords(document)],
      ['Changed', changeWords(document)],
    ],
    style,
  );
  const sections = [
    section(`Added (${formatCount(added.length)})`, modelsInOne(added, style), style),
    section(`Removed (${formatCount(removed.length)})`, modelsInOne(removed, style), style),
    section('Prices', prices(changed, style), style),
    section('Limits', limits(changed, style), style),
    section('Capabilities', capabilities(changed, style), style),
    section('Deprecation', deprecations(changed, style), style),
    section('Other fields', otherFields(document, style), style),
  ];
  return [head, ...sections].filter((text) => text !== '').join('\n');
}

/** Everything that changed, one line a difference: for spreadsheets. */
export function diffCsv({ added, removed, changed }: DiffDocument): string {
  const heads = ['kind', 'model', 'provider', 'field', 'before', 'after', 'percent'];
  const alone = (kind: string, models: readonly ModelInOne[]): readonly (readonly Cell[])[] =>
    models.map(({ model, provider }) => [kind, model, provider, null, null, null, null]);
  const differences = changed.flatMap(({ model, provider, ...changes }): readonly (readonly Cell[])[] => [
    ...changes.prices.map(({ field, before, after, percent }): readonly Cell[] => {
      return ['price', model, provider, field, before?.raw ?? null, after?.raw ?? null, percent];
    }),
    ...changes.limits.map(({ field, before, after, percent }): readonly Cell[] => {
      return ['limit', model, provider, field, before, after, percent];
    }),
    ...changes.capabilities.map(({ field, before, after }): readonly Cell[] => {
      return ['capability', model, provider, field, before, after, null];
    }),
    ...(changes.deprecation === null
      ? []
      : [
          [
            'deprecation',
            model,
            provider,
            'deprecation_date',
            changes.deprecation.before,
            changes.deprecation.after,
            null,
          ],
        ]),
    ...changes.otherFields.map((field): readonly Cell[] => [
      'other',
      model,
      provider,
      field,
      null,
      null,
      null,
    ]),
  ]);
  return renderCsv(
    heads.map((head) => ({ head })),
    [...alone('added', added), ...alone('removed', removed), ...differences],
  );
}

function section(title: string, body: string, { theme }: Style): string {
  return body === '' ? '' : `${theme.heading(title)}\n${body}\n`;
}

function sourceWords(source: MapSource): string {
  const { kind, location, modelCount, sha256 } = source;
  const from = location === null || kind === 'file' ? '' : ` from ${location}`;
  return `${mapName(source)}${from} (${counted(modelCount, 'model')}, SHA-256 ${sha256.slice(0, 12)})`;
}

function modelsInOne(models: readonly ModelInOne[], style: Style): string {
  if (models.length === 0) return '';
  const [input, output] = inputAndOutput(models);
  const columns: readonly Column[] = [
    { head: 'Model', whole: true, style: style.theme.key },
    { head: 'Provider', optional: 1 },
    { head: 'Mode', optional: 2 },
    input.column,
    output.column,
  ];
  const cells = models.map(({ model, provider, mode }, at) => [
    printable(model),
    printable(providerName(provider)),
    printable(mode ?? 'N/A'),
    input.texts[at] ?? '',
    output.texts[at] ?? '',
  ]);
  return table(columns, cells, style);
}

/** Rows below the name of their model. */
function byModel(
  models: readonly ChangedModel[],
  style: Style,
  rowsOf: (model: ChangedModel) => readonly (readonly string[])[],
): readonly Row[] {
  return models.flatMap((model): readonly Row[] => {
    const cells = rowsOf(model);
    if (cells.length === 0) return [];
    return [
      style.theme.key(printable(model.model)),
      ...cells.map(([first = '', ...others]) => [`  ${printable(first)}`, ...others]),
    ];
  });
}

function prices(changed: readonly ChangedModel[], style: Style): string {
  const lines = byModel(changed, style, (model) =>
    model.prices.map((change) => [itemWords(change), ...figurePair(change), percentWords(change)]),
  );
  return beforeAndAfter('Price', lines, style);
}

function limits(changed: readonly ChangedModel[], style: Style): string {
  const words = (limit: number | null) => (limit === null ? 'none' : formatCount(limit));
  const lines = byModel(changed, style, (model) =>
    model.limits.map((change) => [
      limitWords(change.field),
      words(change.before),
      words(change.after),
      percentWords(change),
    ]),
  );
  return beforeAndAfter('Limit', lines, style);
}

function beforeAndAfter(what: string, lines: readonly Row[], style: Style): string {
  if (lines.length === 0) return '';
  const columns: readonly Column[] = [
    { head: what },
    { head: 'Before', align: 'decimal' },
    { head: 'After', align: 'decimal', essential: true },
    { head: 'Change', align: 'decimal' },
  ];
  return table(columns, lines, style);
}

function capabilities(changed: readonly ChangedModel[], style: Style): string {
  return changed
    .flatMap(({ model, capabilities }) => {
      const words = capabilityWords(capabilities);
      if (words.length === 0) return [];
      return [
        style.theme.key(printable(model)),
        ...words.map((line) => wrap(printable(line), style.width, '  ')),
      ];
    })
    .join('\n');
}

function deprecations(changed: readonly ChangedModel[], style: Style): string {
  const columns: readonly Column[] = [
    { head: 'Model', whole: true, style: style.theme.key },
    { head: 'Before' },
    { head: 'After' },
  ];
  const cells = changed.flatMap(({ model, deprecation }) =>
    deprecation === null
      ? []
      : [[model, deprecation.before ?? 'none', deprecation.after ?? 'none'].map(printable)],
  );
  return cells.length === 0 ? '' : table(columns, cells, style);
}

function otherFields(document: DiffDocument, style: Style): string {
  const counts = otherFieldCounts(document);
  if (counts.length === 0) return '';
  return table(
    [{ head: 'Field' }, { head: 'Models', align: 'right' }],
    counts.map(([name, count]) => [printable(name), formatCount(count)]),
    style,
  );
}
