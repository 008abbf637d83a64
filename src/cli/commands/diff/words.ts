/** The words of a difference, which text and Markdown share. */
import type { DiffDocument } from './document.ts';
import type { CapabilityChange, Figure, PriceChange } from '../../../models/changes.ts';
import type { MapSource } from '../../../models/store.ts';
import { dayOf } from '../../../core/dates.ts';
import { decimal, formatCount, formatPrice, plain } from '../../../core/money.ts';
import { normalized } from '../../../models/prices.ts';
import { CAPABILITIES, CAPABILITY_NAMES } from '../../../models/capabilities.ts';
import { counted } from '../../render/text.ts';

/** What a reader would call a map: a file by its path, every other by its day. */
export function mapName({ kind, location, syncedAt }: MapSource): string {
  if (kind === 'price-book') return `price book of ${dayOf(syncedAt)}`;
  return kind === 'file' && location !== null ? location : dayOf(syncedAt);
}

/** `249 models added, 3 removed, 410 changed`; `103 models with other prices` where nothing else was asked. */
export function modelWords({ counts, filters }: DiffDocument): string {
  const { added, removed, changed } = counts;
  if (filters.pricesOnly) return `${counted(changed, 'model')} with other prices`;
  return `${counted(added, 'model')} added, ${formatCount(removed)} removed, ${formatCount(changed)} changed`;
}

/** `57 prices, 3 limits`: the kinds of differences that there are. */
export function changeWords({ counts }: DiffDocument): string {
  const kinds = [
    counted(counts.prices, 'price'),
    counted(counts.limits, 'limit'),
    counted(counts.capabilities, 'capability', 'capabilities'),
    counted(counts.deprecations, 'deprecation date'),
    counted(counts.otherFields, 'other field'),
  ];
  return kinds.filter((words) => !words.startsWith('0 ')).join(', ');
}

/** What was asked for; empty where all of it was. */
export function filterWords({ filters }: DiffDocument): string {
  const { models, providers, pricesOnly, minPercent } = filters;
  return [
    models.join(', '),
    providers.length === 0 ? '' : `of ${providers.join(', ')}`,
    pricesOnly ? 'prices of models that both maps have' : '',
    minPercent === null ? '' : `prices that changed by ${plain(minPercent)}% or more`,
  ]
    .filter((words) => words !== '')
    .join('; ');
}

/** `Input, batch`: a price by its name; where its condition changed, that stands beside the figures. */
export function itemWords({ item, before, after }: PriceChange): string {
  const condition = (after ?? before)?.condition ?? null;
  return condition === null || isMoved({ before, after }) ? item : `${item}, ${condition}`;
}

/** Before and after, the unit behind the second or the only one. */
export function figurePair(change: PriceChange): readonly [string, string] {
  const { before, after } = change;
  const words = (figure: Figure, withUnit: boolean) =>
    [
      figureWords(figure, change),
      withUnit && change.unit !== 'factor' ? ` / ${change.normalizedUnit}` : '',
      isMoved(change) ? ` (${figure.condition ?? 'always'})` : '',
    ].join('');
  return [
    before === null ? 'none' : words(before, after === null),
    after === null ? 'none' : words(after, true),
  ];
}

function figureWords({ raw, normalizedUsd }: Figure, { unit }: PriceChange): string {
  if (normalizedUsd !== null) return formatPrice(normalizedUsd);
  return unit === 'factor' ? `× ${raw}` : `${plain(normalized(decimal(raw), unit).usd)} DBU`;
}

function isMoved({ before, after }: Pick<PriceChange, 'before' | 'after'>): boolean {
  return before !== null && after !== null && before.condition !== after.condition;
}

/** A price, or a limit, as it was; null for none. */
type Amount = Pick<Figure, 'raw'> | string | number | null;

/** `+12.5%`, `-20%`; `new`, `gone`, `was 0` and `immense` where there is no percentage. */
export function percentWords(change: {
  readonly before: Amount;
  readonly after: Amount;
  readonly percent: number | null;
}): string {
  const { before, after, percent } = change;
  if (before === null) return 'new';
  if (after === null) return 'gone';
  // Without a percentage from something else than 0, it is beyond all doubles.
  if (percent === null) return isNothing(before) ? 'was 0' : 'immense';
  const size = Math.abs(percent);
  const digits = size >= 100 ? 0 : size >= 1 ? 1 : 2;
  const rounded = String(Number(size.toFixed(digits)));
  // What rounds to nothing is still something.
  return `${percent < 0 ? '-' : '+'}${rounded === '0' && size > 0 ? '<0.01' : rounded}%`;
}

function isNothing(amount: Exclude<Amount, null>): boolean {
  return Number(typeof amount === 'object' ? amount.raw : amount) === 0;
}

/** `max_input_tokens` → `input tokens`. */
export function limitWords(field: string): string {
  return field === 'max_tokens' ? 'tokens' : field.replace(/^max_/, '').replaceAll('_', ' ');
}

const LABELS: ReadonlyMap<string, string> = new Map(
  CAPABILITY_NAMES.map((name) => [CAPABILITIES[name].field, CAPABILITIES[name].label.toLowerCase()]),
);

/** What a model can now, cannot any more, is said not to be able to, and is said nothing of. */
export function capabilityWords(changes: readonly CapabilityChange[]): readonly string[] {
  const names = (which: (change: CapabilityChange) => boolean) =>
    changes
      .filter(which)
      .map(({ field }) => LABELS.get(field) ?? field.replace(/^supports_/, '').replaceAll('_', ' '));
  const groups: readonly (readonly [string, readonly string[]])[] = [
    ['now', names(({ after }) => after === true)],
    ['no longer', names(({ before, after }) => before === true && after !== true)],
    ['said to have no', names(({ before, after }) => before === null && after === false)],
    ['no longer said to have no', names(({ before, after }) => before === false && after === null)],
  ];
  return groups.flatMap(([head, list]) => (list.length === 0 ? [] : [`${head}: ${list.join(', ')}`]));
}

/** Other fields with the number of models in which they changed, the most frequent first. */
export function otherFieldCounts({ changed }: DiffDocument): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { otherFields } of changed) {
    for (const name of otherFields) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}
