import type { Currency } from '../../../core/currency.ts';
import type { Page, ShowDocument } from './document.ts';
import type { PriceRow } from '../../../models/price-rows.ts';
import { CAPABILITIES, CAPABILITY_NAMES, type Deprecation } from '../../../models/capabilities.ts';
import { decimal, formatPrice, plain } from '../../../core/money.ts';
import { normalized } from '../../../models/prices.ts';
import { toJson } from '../../../core/json-text.ts';
import { priceWords, tokenWords } from '../../render/money-words.ts';
import { overrideLines, rateWords } from '../../render/settings-words.ts';
import { crossCheckWords } from '../../render/cross-check.ts';
import { differenceWords, reviewWords } from '../review/render.ts';
import { codingHead, codingWords } from '../../render/coding.ts';
import { sourceLines } from '../../render/source.ts';
import type { Style } from '../../render/style.ts';
import { inputAndOutput } from '../../render/price-column.ts';
import { pairs, table, type Column } from '../../render/table.ts';
import { counted, printable, wrap } from '../../render/text.ts';

export interface ShowView {
  /** Further capabilities and every field that the grammar did not understand. */
  readonly all: boolean;
  /** The entry as it stands in the map. */
  readonly raw: boolean;
}

/** The page or pages as text for a terminal. */
export function renderShow(document: ShowDocument, view: ShowView, style: Style): string {
  const pages = 'models' in document ? document.models : [document];
  return pages.map((page) => renderPage(page, view, style)).join('\n\n');
}

function renderPage(page: Page, view: ShowView, style: Style): string {
  const blocks = [
    title(page, style),
    headline(page, style),
    section('Pricing', pricing(page, style), style),
    section('Token limits', limits(page, style), style),
    section('Capabilities', capabilities(page, view, style), style),
    section(similarTitle(page), similarModels(page, style), style),
    section('Sources', sources(page, style), style),
    view.raw ? section('Raw fields', rawFields(page), style) : '',
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function section(name: string, body: string, style: Style): string {
  return body === '' ? '' : `${style.theme.heading(name)}\n${body}`;
}

function title(page: Page, { theme, width }: Style): string {
  const kind = page.mode === null ? 'model' : `${printable(page.mode)} model`;
  const lines = [theme.title(printable(page.name)), wrap(`${printable(page.providerName)} · ${kind}`, width)];
  if (page.name !== page.model) lines.push(theme.dim(wrap(printable(page.model), width)));
  if (page.deprecation !== null) lines.push(theme.warn(wrap(deprecationWords(page.deprecation), width)));
  return lines.join('\n');
}

/** `Deprecated since 2026-10-23 (30 days ago)`, `Will be deprecated on 2026-12-01 (in 9 days)`. */
export function deprecationWords({ date, daysLeft }: Deprecation): string {
  if (daysLeft === 0) return `Deprecated today, ${date}`;
  return daysLeft < 0
    ? `Deprecated since ${date} (${counted(-daysLeft, 'day')} ago)`
    : `Will be deprecated on ${date} (in ${counted(daysLeft, 'day')})`;
}

function headline({ headline, limits, currency }: Page, style: Style): string {
  const { inputUsdPerUnit, outputUsdPerUnit, cacheReadUsdPerUnit, unit } = headline;
  const from = headline.isSmallestRange ? ' (the smallest prompts)' : '';
  const rows = [
    ['Input', priceWords(inputUsdPerUnit, unit, currency) + from],
    ['Output', priceWords(outputUsdPerUnit, unit, currency) + from],
    ['Cached input', priceWords(cacheReadUsdPerUnit, 'token', currency)],
    ['Context', tokenWords(limits.contextTokens)],
  ];
  return pairs(rows, style);
}

function pricing(page: Page, style: Style): string {
  const rows = page.prices.filter(({ item }) => item !== '');
  const lines: string[] = [];
  if (rows.length === 0) lines.push('The map has no price for this model: its cost is unknown, not 0.');
  else lines.push(priceTable(rows, page.currency, style));
  if (page.multipliers.length > 0) {
    lines.push('', ...page.multipliers.map((row) => multiplierLine(row)));
  }
  for (const { field, value, reason } of page.notUnderstood) {
    const what = reason === 'unknownField' ? 'Not understood' : 'Cannot be used';
    lines.push(wrap(`${what}: ${printable(field)} = ${printable(JSON.stringify(value))}`, style.width));
  }
  return lines.join('\n');
}

export function multiplierLine({ item, factor, condition }: Page['multipliers'][number]): string {
  return `${printable(condition ?? item)}: × ${plain(factor)} on all token prices`;
}

/** Prices in groups: the plain ones first, then those of each condition under its name. */
function priceTable(prices: readonly PriceRow[], currency: Currency | null, style: Style): string {
  const rows: (readonly string[] | string)[] = [];
  const marked = prices.filter(({ note }) => note !== null);
  const notes = [...new Set(marked.map(({ note }) => note))];
  let group = '';
  for (const price of prices) {
    const named = groupOf(price);
    if (named !== group) rows.push('', printable(named));
    group = named;
    const indent = group === '' ? '' : '  ';
    const mark = price.note === null ? '' : ` ${markOf(notes.indexOf(price.note))}`;
    const converted = currency === null ? [] : [convertedWords(price, currency)];
    rows.push([indent + itemWords(price) + mark, price.raw, normalizedWords(price), ...converted]);
  }
  const columns: readonly Column[] = [
    { head: 'Item' },
    { head: 'Raw value', align: 'decimal', optional: 1, style: style.theme.dim },
    { head: 'Normalized', align: 'decimal', essential: true },
    ...(currency === null ? [] : [{ head: currency.code, align: 'decimal' } as const]),
  ];
  const rate = currency === null ? [] : [style.theme.dim(wrap(rateWords(currency), style.width))];
  return [table(columns, rows, style), ...noteLines(notes, style), ...rate].join('\n');
}

/** The normalized price in the user's currency. */
function convertedWords({ normalizedAmount }: PriceRow, { symbol }: Currency): string {
  if (normalizedAmount === null) return 'N/A';
  return formatPrice(normalizedAmount).replace('$', () => printable(symbol ?? ''));
}

const MARKS = ['*', '†', '‡', '§'];

/** What a marked row needs to be read rightly; the same note is printed once. */
function noteLines(notes: readonly (string | null)[], style: Style): readonly string[] {
  return notes.map((note, index) => style.theme.dim(wrap(`${markOf(index)} ${note ?? ''}`, style.width)));
}

function markOf(index: number): string {
  return MARKS[index % MARKS.length] ?? '*';
}

export function itemWords(price: PriceRow): string {
  const { ttl, resolution, quality } = price.conditions;
  const inGroup = groupOf(price);
  const isWriteWithoutTtl = price.field.includes('cache_creation_input_token_cost') && ttl === null;
  const details = [
    isWriteWithoutTtl ? '5 min' : ttl === null ? '' : '1 h',
    resolution ?? '',
    quality ?? '',
    inGroup === '' && price.condition !== null && ttl === null && resolution === null ? price.condition : '',
  ].filter((detail) => detail !== '');
  return printable([price.item, ...details].join(', '));
}

export function groupOf({ conditions }: PriceRow): string {
  const { aboveTokens, fromTokens, toTokens, tier, batch, offPeak } = conditions;
  const parts = [
    offPeak ? 'off-peak' : '',
    tier === null ? '' : `${tier} tier`,
    batch ? 'batch' : '',
    aboveTokens === null ? '' : `above ${tokenWords(aboveTokens)} input tokens`,
    fromTokens === null
      ? ''
      : `${fromTokens === 0 ? 'up' : `above ${tokenWords(fromTokens)}, up`} to ${tokenWords(toTokens)} input tokens`,
  ].filter((part) => part !== '');
  const words = parts.join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function normalizedWords({ raw, unit, normalizedUsd, normalizedUnit }: PriceRow): string {
  if (normalizedUsd !== null) return `${formatPrice(normalizedUsd)} / ${normalizedUnit}`;
  return `${plain(normalized(decimal(raw), unit).usd)} DBU / ${normalizedUnit}`;
}

function limits({ limits }: Page, style: Style): string {
  const words = (count: number | null) => (count === null ? 'N/A' : counted(count, 'token'));
  const rows = [
    ['Input', words(limits.inputTokens)],
    ['Output', words(limits.outputTokens)],
    ['Total', words(limits.totalTokens)],
  ];
  return pairs(rows, style);
}

function capabilities(page: Page, view: ShowView, style: Style): string {
  const { theme } = style;
  const said = (value: boolean | null) => (value === true ? theme.good('Yes') : theme.dim('No'));
  const rows = CAPABILITY_NAMES.map((name) => [CAPABILITIES[name].label, said(page.capabilities[name])]);
  const others = view.all
    ? Object.entries(page.otherCapabilities).map(([name, value]) => [
        printable(name.replace(/^supports_/, '').replaceAll('_', ' ')),
        said(value),
      ])
    : [];
  return table([{ head: 'Capability' }, { head: 'Supported' }], [...rows, ...others], style);
}

export function similarTitle({ mode }: Page): string {
  return `Similar models (comparable prices${mode === null ? '' : `, mode ${printable(mode)}`})`;
}

function similarModels(page: Page, style: Style): string {
  if (page.similar.length === 0) return '';
  const [input, output] = inputAndOutput(page.similar);
  const columns: readonly Column[] = [
    { head: 'Model', whole: true, style: style.theme.key },
    { head: 'Provider', optional: 1 },
    input.column,
    output.column,
    { head: 'Context', align: 'right', optional: 2 },
    { ...codingHead(page.coding), align: 'right', optional: 3 },
    { head: 'Features', optional: 4 },
  ];
  const rows = page.similar.map((model, at) => [
    printable(model.model),
    printable(model.providerName),
    input.texts[at] ?? '',
    output.texts[at] ?? '',
    tokenWords(model.contextTokens),
    codingWords(model.codingPercent),
    model.features.join(' '),
  ]);
  return table(columns, rows, style);
}

function sources(page: Page, style: Style): string {
  const rows = [
    ...sourceLines(page.source),
    ...(page.pricingSource === null ? [] : [["Entry's source", printable(page.pricingSource)]]),
    ...reviewLines(page),
    ...(page.crossCheck === null ? [] : [['Second source', crossCheckWords(page.crossCheck)]]),
  ];
  const mine = overrideLines(page.overrides, style);
  const body = [pairs(rows, style), ...(mine.length === 0 ? [] : ['From your settings', ...mine])].join('\n');
  const differences = page.review?.differences ?? [];
  const line = differences.map(({ field, reviewedUsdPerUnit, mapUsdPerUnit }) => {
    const inMap = mapUsdPerUnit === null ? 'no such price' : plain(mapUsdPerUnit);
    return `${field} is ${plain(reviewedUsdPerUnit)} there, ${inMap} in the map`;
  });
  const notes = [
    ...(line.length === 0 ? [] : [`The reviewed figures differ: ${line.join('; ')}.`]),
    ...(page.reviewedBy === null || page.reviewedBy.differences.length === 0
      ? []
      : [differenceWords(page.reviewedBy.differences)]),
  ];
  return [body, ...notes.map((note) => style.theme.warn(wrap(note, style.width)))].join('\n');
}

/** A person's own check comes before the price book's. */
export function reviewLines({ review, reviewedBy }: Page): readonly (readonly string[])[] {
  const book = review === null ? null : `Reviewed ${review.on} (${printable(review.against)})`;
  if (reviewedBy === null) return [['Manual review', book ?? 'Not reviewed']];
  return [['Manual review', reviewWords(reviewedBy)], ...(book === null ? [] : [['Price book', book]])];
}

function rawFields(page: Page): string {
  return toJson(page.raw).trimEnd().split('\n').map(printable).join('\n');
}
