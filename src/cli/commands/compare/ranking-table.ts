import type { RankedCost } from './ranking.ts';
import type { CompareDocument } from './document.ts';
import { formatAmount, formatCount } from '../../../core/money.ts';
import { rangeWords } from '../../prompts/token-words.ts';
import { barChart } from '../../render/chart.ts';
import type { Cell, DataColumn } from '../../render/csv.ts';
import { amountIn, settingsSection } from '../../render/settings-words.ts';
import type { Style } from '../../render/style.ts';
import { table, type Column } from '../../render/table.ts';
import { bullet, counted, printable } from '../../render/text.ts';
import { distinctBy } from '../../../core/collections.ts';

/** The costs of a job as a table, the cheapest first. */
export function rankingTable({ ranking, currency }: CompareDocument, style: Style): string {
  if (ranking === null || ranking.length === 0) return '';
  const notes = ranking.map(noteOf);
  const countsPrompt = ranking.some(({ promptTokens }) => promptTokens !== null);
  const columns: readonly Column[] = [
    { head: 'Model', whole: true, style: style.theme.key },
    { head: 'Provider', optional: 2 },
    ...(countsPrompt ? [{ head: 'Prompt tokens', align: 'right', optional: 3 } as const] : []),
    { head: 'Cost', unit: 'USD', align: 'decimal', essential: true },
    ...(currency === null ? [] : [{ head: currency.code, align: 'decimal' as const }]),
    { head: 'Ratio', align: 'decimal', optional: 1 },
    ...(notes.some((note) => note !== '') ? [{ head: 'Note' }] : []),
  ];
  const rows = ranking.map((cost, index) => [
    printable(cost.model),
    printable(cost.providerName),
    ...(countsPrompt ? [cost.promptTokens === null ? '' : rangeWords(cost.promptTokens)] : []),
    costWords(cost),
    ...(currency === null ? [] : [amountIn(cost.totalAmount, currency)]),
    ratioWords(cost),
    notes[index] ?? '',
  ]);
  return table(columns, rows, style);
}

/** The same as bars. An unknown cost has none. */
export function rankingChart({ ranking }: CompareDocument, style: Style): string {
  if (ranking === null || ranking.length === 0) return '';
  const bars = ranking.map((cost) => {
    const note = noteOf(cost);
    const text = note === '' ? costWords(cost) : `${costWords(cost)} ${note}`;
    return { name: printable(cost.model), value: cost.totalUsd, text };
  });
  return barChart(bars, style);
}

/** `$0.0200`, `free`, `unknown`: four states that must not be taken for each other. */
function costWords({ totalUsd, state }: RankedCost): string {
  if (totalUsd === null) return 'unknown';
  return state === 'free' ? 'free' : formatAmount(totalUsd);
}

function ratioWords({ ratioToCheapest }: RankedCost): string {
  return ratioToCheapest === null ? '' : `${formatCount(Number(ratioToCheapest.toFixed(2)))}×`;
}

/** What the cost alone does not say. */
function noteOf({ refused, state, assumptions, warnings }: RankedCost): string {
  if (refused !== null) return 'cannot do it';
  return [
    state === 'partial' ? 'at least' : state === 'estimated' ? 'estimated' : '',
    assumptions.length === 0 ? '' : counted(assumptions.length, 'assumption'),
    warnings.some(({ code }) => code === 'LIMIT_EXCEEDED') ? 'over its limit' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Why some cannot do it, what was supposed, what to look out for: each thing once, with whom it is about. */
export function rankingNotes(document: CompareDocument, style: Style): string {
  const ranking = document.ranking ?? [];
  const about = (of: (cost: RankedCost) => readonly string[]) => grouped(ranking, of);
  const refused = about(({ refused }) => (refused === null ? [] : [refused]));
  const assumed = [
    ...document.assumptions.map(({ message }) => message),
    ...about(({ assumptions }) => assumptions.map(({ message }) => message)),
  ];
  const warned = about(({ warnings }) => warnings.map(({ message }) => message));
  const overrides = [...document.overrides, ...ranking.flatMap((cost) => cost.overrides)];
  const distinct = distinctBy(overrides, ({ file, path, message }) => `${file} ${path} ${message}`);
  return [
    section('Cannot do it', refused, style),
    section('Assumed', assumed, style),
    section('Mind', warned, style),
    settingsSection(distinct, style),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function section(title: string, lines: readonly string[], { theme, width }: Style): string {
  if (lines.length === 0) return '';
  const bullets = lines.map((line) => bullet(line, width));
  return [theme.heading(title), ...bullets].join('\n');
}

/** `message (gpt-4o, o3)`; without names where it is about all. */
function grouped(
  ranking: readonly RankedCost[],
  of: (cost: RankedCost) => readonly string[],
): readonly string[] {
  const keys = new Map<string, string[]>();
  for (const cost of ranking) {
    for (const message of new Set(of(cost))) {
      const known = keys.get(message);
      if (known === undefined) keys.set(message, [cost.model]);
      else known.push(cost.model);
    }
  }
  return [...keys].map(([message, about]) =>
    about.length === ranking.length && about.length > 1 ? message : `${about.join(', ')}: ${message}`,
  );
}

const DATA = [
  { id: 'rank', head: 'Rank', align: 'right' },
  { id: 'model', head: 'Model' },
  { id: 'provider', head: 'Provider' },
  { id: 'state', head: 'State' },
  { id: 'total_usd', head: 'Cost, USD', align: 'right' },
  { id: 'ratio', head: 'Ratio', align: 'right' },
  { id: 'assumptions', head: 'Assumptions', align: 'right' },
  { id: 'note', head: 'Note' },
] as const satisfies readonly (DataColumn & { readonly id: string })[];

/** The ranking for a document or a program. */
export const RANKING_DATA = {
  columns: DATA,
  rows: (ranking: readonly RankedCost[]): readonly (readonly Cell[])[] =>
    ranking.map((cost) => [
      cost.rank,
      cost.model,
      cost.provider,
      cost.state,
      cost.totalUsd,
      cost.ratioToCheapest,
      cost.assumptions.length,
      cost.refused ?? noteOf(cost),
    ]),
};
