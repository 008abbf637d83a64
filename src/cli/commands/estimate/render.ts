import type { EstimateDocument } from './document.ts';
import type { Totals } from '../../../pricing/estimate/rows.ts';
import { type Amounts } from '../../../pricing/currency.ts';
import type { Side } from '../../../pricing/cost.ts';
import { convert } from '../../../core/currency.ts';
import { formatAmount, formatCount } from '../../../core/money.ts';
import { partsTable, tokenWords } from '../../prompts/token-words.ts';
import { amountIn, overrideLines, rateWords as exchangeWords } from '../../render/settings-words.ts';
import type { Style } from '../../render/style.ts';
import { sourceLines } from '../../render/source.ts';
import { pairs, table, type Column } from '../../render/table.ts';
import { bullet, counted, printable, wrap } from '../../render/text.ts';
import { adjustmentLabel, amountWords, rateWords, STATE_WORDS, tierCells, TIER_COLUMNS } from './words.ts';

export interface EstimateView {
  readonly explain: boolean;
}

/** The estimate as text for a terminal. */
export function renderEstimate(document: EstimateDocument, view: EstimateView, style: Style): string {
  const blocks = [
    title(document, style),
    linesTable(document, view, style),
    totals(document, style),
    promptWords(document, style),
    imageWords(document, style),
    budgetWords(document, style),
    tiersTable(document, style),
    assumptions(document, style),
    settings(document, style),
    view.explain ? explanation(document, style) : '',
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function title(document: EstimateDocument, { theme, width }: Style): string {
  const { tier, region, speed, requests } = document;
  const details = [
    printable(document.providerName),
    `${tier} tier`,
    region === null ? '' : `region ${printable(region)}`,
    speed === null ? '' : `speed ${printable(speed)}`,
    requests === 1 ? '' : counted(requests, 'request'),
  ].filter((part) => part !== '');
  return `${theme.title(printable(document.model))}\n${wrap(details.join(' · '), width)}`;
}

function linesTable({ lines, requests }: EstimateDocument, view: EstimateView, style: Style): string {
  const many = requests > 1;
  const columns: readonly Column[] = [
    { head: 'Meter' },
    { head: 'Quantity', align: 'right' },
    { head: 'Rate', align: 'decimal' },
    { head: 'Cost', align: 'decimal', essential: true },
    ...(view.explain ? [{ head: 'Field', optional: 1, style: style.theme.dim }] : []),
  ];
  const rows = lines.map((line) => [
    line.label,
    formatCount(line.quantity),
    rateWords(line),
    amountWords(line.usd),
    ...(view.explain ? [printable(line.field ?? 'none')] : []),
  ]);
  const note = many ? [`Quantities and costs of all ${formatCount(requests)} requests.`] : [];
  const noteLines = note.map((words) => style.theme.dim(wrap(words, style.width)));
  return [table(columns, rows, style), ...noteLines].join('\n');
}

function totals(document: EstimateDocument, style: Style): string {
  const { perRequest, requests, state, adjustments, converted, lines } = document;
  const many = requests > 1;
  const row = (label: string, name: keyof Totals, amount: keyof Amounts, of = lines) => {
    const words = [
      ...(many ? [amountWords(perRequest[name])] : []),
      amountWords(document[name]),
      ...(converted === null ? [] : [amountIn(converted[amount], converted.currency)]),
    ];
    return [label, ...words.map((word) => asFarAsPriced(word, of))];
  };
  const side = (name: Side) => lines.filter((line) => line.side === name);
  const adjusted = adjustments.map((rule) => {
    const amounts = many ? [amountWords(rule.perRequestUsd), amountWords(rule.usd)] : [amountWords(rule.usd)];
    if (converted !== null) amounts.push(amountIn(convert(rule.usd, converted.currency), converted.currency));
    return [adjustmentLabel(rule)].concat(amounts);
  });
  const inAll = many ? 'In all' : converted === null ? '' : 'USD';
  const columns: readonly Column[] = [
    { head: '' },
    ...(many ? [{ head: 'Per request', align: 'decimal' } as const] : []),
    { head: inAll, align: 'decimal', essential: true },
    ...(converted === null ? [] : [{ head: converted.currency.code, align: 'decimal' } as const]),
  ];
  const words = STATE_WORDS[state];
  const rows = [
    row('Input', 'inputUsd', 'inputAmount', side('input')),
    row('Output', 'outputUsd', 'outputAmount', side('output')),
    row('Other', 'otherUsd', 'otherAmount', side('other')),
    ...adjusted,
    { total: row('Total', 'totalUsd', 'totalAmount'), style: totalStyle(document, style) },
  ];
  return [
    table(columns, rows, style),
    ...(words === '' ? [] : [style.theme.warn(`Total ${words}.`)]),
    ...(converted === null ? [] : [style.theme.dim(wrap(exchangeWords(converted.currency), style.width))]),
  ].join('\n');
}

/** A sum that leaves a price out is no sum of 0. */
function asFarAsPriced(amount: string, lines: EstimateDocument['lines']): string {
  const priced = lines.filter(({ usd }) => usd !== null);
  if (priced.length === lines.length) return amount;
  return priced.length === 0 ? amountWords(null) : `≥ ${amount}`;
}

/** What is over the budget, or refused for another reason, is not painted as a good sum. */
function totalStyle({ error, state }: EstimateDocument, { theme }: Style): (text: string) => string {
  if (error !== null) return theme.bad;
  return state === 'partial' ? theme.warn : theme.total;
}

function settings({ overrides }: EstimateDocument, style: Style): string {
  if (overrides.length === 0) return '';
  return [style.theme.heading('From your settings'), ...overrideLines(overrides, style)].join('\n');
}

/** How the input was counted, between what the total lies, and what is said of the output. */
function promptWords({ prompt, range }: EstimateDocument, style: Style): string {
  if (prompt === null) return '';
  const { encoding, family, isExact, tokens, parts, output } = prompt;
  const how = isExact ? `exact, in ${printable(encoding)}` : `an estimate for ${family}`;
  const between =
    range === null
      ? ''
      : ` The total is between ${formatAmount(range.lowUsd)} and ${formatAmount(range.highUsd)}.`;
  const per1k = output.usdPer1kTokens;
  const open =
    output.tokens !== null || per1k === null
      ? ''
      : ` The output is not in the total: 1,000 tokens of it cost ${formatAmount(per1k)}. Say how many with --output.`;
  const words = wrap(`Input: ${tokenWords(tokens)}, ${how}.${between}${open}`, style.width);
  const table = partsTable(parts, style);
  return table === '' ? words : `${words}\n\n${table}`;
}

function imageWords({ image, range, prompt }: EstimateDocument, style: Style): string {
  if (image === null) return '';
  const between =
    range === null || prompt !== null
      ? ''
      : ` The job costs ${formatAmount(range.lowUsd)} to ${formatAmount(range.highUsd)}.`;
  return wrap(`${priceOfImage(image)}${between}`, style.width);
}

function priceOfImage(image: NonNullable<EstimateDocument['image']>): string {
  const { what, tokensPerImage, usdPerImage, usdByTokens, rule, publishedIn } = image;
  const price = usdPerImage === null ? '' : `, ${formatAmount(usdPerImage)} an image`;
  if (publishedIn === null) {
    return `${formatCount(tokensPerImage)} image-output tokens an image (${printable(what)})${price}; counted by ${printable(rule)}.`;
  }
  const tokens =
    usdByTokens === null
      ? ''
      : `; its ${formatCount(tokensPerImage)} tokens would be ${formatAmount(usdByTokens)}`;
  return `The published price of an image is taken (${printable(what)}${price}, from ${printable(publishedIn)})${tokens}.`;
}

function budgetWords({ budget }: EstimateDocument, style: Style): string {
  if (budget === null) return '';
  const amount = formatAmount(budget.budgetUsd);
  if (budget.requestsAffordable === null)
    return wrap(`How many requests ${amount} buys cannot be said.`, style.width);
  return wrap(`${amount} buys ${counted(budget.requestsAffordable, 'request')}.`, style.width);
}

function tiersTable({ tiers }: EstimateDocument, style: Style): string {
  if (tiers === null) return '';
  return table(TIER_COLUMNS, tiers.map(tierCells), style);
}

function assumptions({ assumptions }: EstimateDocument, style: Style): string {
  if (assumptions.length === 0) return '';
  const lines = assumptions.map(({ message }) => bullet(message, style.width));
  return [style.theme.heading('Assumed'), ...lines].join('\n');
}

function explanation(document: EstimateDocument, style: Style): string {
  const why = document.lines.map((line) => {
    const chosen = line.condition === null ? 'the plain price' : line.condition;
    const passed = line.passedOver.length === 0 ? '' : ` Passed over: ${line.passedOver.join(', ')}.`;
    const field = line.field === null ? 'no field of the map' : line.field;
    return bullet(`${line.label}: ${field} (${chosen}).${passed}`, style.width);
  });
  const named = `"${document.requested}" was found ${MATCH_WORDS[document.matchedBy]} ${document.model}.`;
  const source = pairs(sourceLines(document.source), style);
  return [style.theme.heading('Why'), ...why, bullet(named, style.width), '', source].join('\n');
}

const MATCH_WORDS: Readonly<Record<EstimateDocument['matchedBy'], string>> = {
  key: 'as the exact key',
  case: 'in another case as',
  alias: "by the entry's alias as",
  provider: 'with its provider as',
  'user-alias': 'by your own alias as',
  'long-form': 'as a longer name of',
  variant: 'as a variant of',
  spelling: 'in another spelling of its version as',
};
