/** The page of a model, block by block, as `show` prints it in a terminal. */
import type { Deps } from '../../../core/deps.ts';
import { CAPABILITIES, CAPABILITY_NAMES, type Deprecation } from '../../../models/capabilities.ts';
import type { PriceRow } from '../../../models/price-rows.ts';
import { toJson } from '../../../core/json-text.ts';
import { plain } from '../../../core/money.ts';
import { codingHead, codingWords } from '../../render/coding.ts';
import { escaped } from '../../render/html/escape.ts';
import { htmlPage } from '../../render/html/page.ts';
import {
  bullets,
  cards,
  htmlTable,
  pairsTable,
  paragraph,
  section,
  type HtmlCell,
} from '../../render/html/parts.ts';
import { priceWords, tokenWords } from '../../render/money-words.ts';
import { rateWords } from '../../render/settings-words.ts';
import { sourceLines } from '../../render/source.ts';
import { crossCheckWords } from '../../render/cross-check.ts';
import { counted } from '../../render/text.ts';
import type { Page, ShowDocument } from './document.ts';
import {
  deprecationWords,
  groupOf,
  itemWords,
  multiplierLine,
  normalizedWords,
  reviewLines,
  similarTitle,
} from './render.ts';

export function showHtml(document: ShowDocument, deps: Deps): string {
  const pages = 'models' in document ? document.models : [document];
  const title = `${pages.map(({ name }) => name).join(', ')}: what it costs`;
  return htmlPage({ title, body: pages.map((page) => modelBody(page)).join('\n') }, 'page', deps);
}

export interface ModelBodyOptions {
  /** Where the page of another model lies, on a site. */
  readonly hrefOf?: (model: string) => string;
  readonly deprecation?: (deprecation: Deprecation) => string;
}

/** The page of one model, without what is around it. */
export function modelBody(
  page: Page,
  { hrefOf, deprecation = deprecationWords }: ModelBodyOptions = {},
): string {
  const kind = page.mode === null ? 'model' : `${page.mode} model`;
  const title = [
    `<h1>${escaped(page.name)}</h1>`,
    paragraph(`${page.providerName} · ${kind}`, 'dim'),
    page.name === page.model ? '' : paragraph(page.model, 'dim'),
    page.deprecation === null ? '' : paragraph(deprecation(page.deprecation), 'warn'),
  ];
  return [
    ...title,
    headline(page),
    section('Pricing', pricing(page)),
    section('Token limits', limits(page)),
    section('Capabilities', capabilities(page)),
    section(similarTitle(page), similar(page, hrefOf)),
    section('Sources', sources(page)),
    section('Raw LiteLLM fields', `<pre tabindex="0">${rawText(page)}</pre>`),
  ].join('\n');
}

function headline({ headline, limits, currency }: Page): string {
  const { inputUsdPerUnit, outputUsdPerUnit, cacheReadUsdPerUnit, unit } = headline;
  const note = headline.isSmallestRange ? 'the smallest prompts' : undefined;
  const card = (label: string, words: string, more?: string) => {
    const [value = words, ...per] = words.split(' / ');
    const note = [...per.map((unit) => `per ${unit}`), ...(more === undefined ? [] : [more])].join(', ');
    return { label, value, note: note === '' ? undefined : note };
  };
  return cards([
    card('Input', priceWords(inputUsdPerUnit, unit, currency), note),
    card('Output', priceWords(outputUsdPerUnit, unit, currency), note),
    card('Cached input', priceWords(cacheReadUsdPerUnit, 'token', currency)),
    card('Context', tokenWords(limits.contextTokens), limits.contextTokens === null ? undefined : 'tokens'),
  ]);
}

function pricing({ prices, multipliers, notUnderstood, currency }: Page): string {
  const shown = prices.filter(({ item }) => item !== '');
  if (shown.length === 0)
    return paragraph('The map has no price for this model: its cost is unknown, not 0.', 'warn');
  const hasUnits = shown.some(({ unit }) => unit !== 'token');
  const row = (price: PriceRow): readonly HtmlCell[] => {
    const group = groupOf(price);
    const amount =
      currency === null ? [] : [price.normalizedAmount === null ? 'N/A' : String(price.normalizedAmount)];
    return [
      group === '' ? itemWords(price) : `${itemWords(price)} (${group})`,
      price.raw,
      normalizedWords(price),
      ...amount,
    ];
  };
  const notes = [...new Set(shown.flatMap(({ item, note }) => (note === null ? [] : [`${item}: ${note}`])))];
  return [
    htmlTable({
      caption: 'Pricing',
      columns: [
        { head: 'Item' },
        { head: hasUnits ? 'Raw value' : 'Raw value (per token)', isNumber: true },
        { head: 'Normalized', isNumber: true },
        ...(currency === null ? [] : [{ head: currency.code, isNumber: true }]),
      ],
      rows: shown.map(row),
    }),
    ...notes.map((note) => paragraph(note, 'dim')),
    ...multipliers.map((each) => paragraph(multiplierLine(each))),
    currency === null ? '' : paragraph(rateWords(currency), 'dim'),
    bullets(
      notUnderstood.map(({ field, value, reason }) => {
        const what = reason === 'unknownField' ? 'Not understood' : 'Cannot be used';
        return `${what}: ${field} = ${JSON.stringify(value)}`;
      }),
    ),
  ].join('\n');
}

function limits({ limits }: Page): string {
  const words = (count: number | null) => (count === null ? 'N/A' : counted(count, 'token'));
  return pairsTable('Token limits', [
    ['Input', words(limits.inputTokens)],
    ['Output', words(limits.outputTokens)],
    ['Total', words(limits.totalTokens)],
  ]);
}

function capabilities({ capabilities, otherCapabilities }: Page): string {
  const said = (value: boolean | null) => (value === true ? 'Yes' : 'No');
  const others = Object.entries(otherCapabilities).map(([name, value]) => [
    name.replace(/^supports_/, '').replaceAll('_', ' '),
    said(value),
  ]);
  return htmlTable({
    caption: 'Capabilities',
    isNarrow: true,
    columns: [{ head: 'Capability' }, { head: 'Supported' }],
    rows: [
      ...CAPABILITY_NAMES.map((name) => [CAPABILITIES[name].label, said(capabilities[name])]),
      ...others,
    ],
  });
}

function similar({ similar, coding }: Page, hrefOf: ModelBodyOptions['hrefOf']): string {
  if (similar.length === 0) return '';
  return htmlTable({
    caption: 'Similar models',
    columns: [
      { head: 'Model' },
      { head: 'Provider' },
      { head: 'Input', isNumber: true },
      { head: 'Output', isNumber: true },
      { head: 'Context', isNumber: true },
      { head: codingHead(coding).head, isNumber: true },
      { head: 'Features' },
    ],
    rows: similar.map((model) => [
      { text: model.model, href: hrefOf?.(model.model) },
      model.providerName,
      { text: priceWords(model.inputUsdPerUnit, model.unit), sortBy: model.inputUsdPerUnit },
      { text: priceWords(model.outputUsdPerUnit, model.unit), sortBy: model.outputUsdPerUnit },
      { text: tokenWords(model.contextTokens), sortBy: model.contextTokens },
      { text: codingWords(model.codingPercent), sortBy: model.codingPercent },
      model.features.join(' '),
    ]),
    isSortable: true,
  });
}

function sources(page: Page): string {
  const differences = page.review?.differences ?? [];
  const rows = [
    ...sourceLines(page.source),
    ...(page.pricingSource === null ? [] : [["Entry's source", page.pricingSource]]),
    ...reviewLines(page),
    ...(page.crossCheck === null ? [] : [['Second source', crossCheckWords(page.crossCheck)]]),
    ...page.overrides.map(({ message, file, path }) => [
      'From your settings',
      `${message} (${file}: ${path})`,
    ]),
    ...differences.map(({ field, reviewedUsdPerUnit, mapUsdPerUnit }) => [
      'The review differs',
      `${field} is ${plain(reviewedUsdPerUnit)} there, ${mapUsdPerUnit === null ? 'no such price' : plain(mapUsdPerUnit)} in the map`,
    ]),
  ];
  return pairsTable('Sources', rows);
}

/** Line by line: what controls a terminal goes, and the line breaks stay. */
function rawText({ raw }: Page): string {
  return toJson(raw).trimEnd().split('\n').map(escaped).join('\n');
}
