/** What a request asks of its units, where their rates depend on it: a kind of image, a resolution, a number of results. */
import { asList, asObject, field } from '../core/json.ts';
import { plain } from '../core/money.ts';
import { asFigure, type Entry } from '../models/entry.ts';
import { queryRate } from '../pricing/tool-rates.ts';
import { isUnusablePrice } from '../pricing/unusable.ts';
import { TIER_NAMES } from '../usage/conditions.ts';
import type { Tier, Usage } from '../usage/usage.ts';
import type { Role } from './columns.ts';
import { OTHER } from './conditions.ts';
import type { ImagePrices, ImageRate } from './images.ts';
import { PRICED_METERS, unitRate } from './meters.ts';

/** Whether the usage has a column of that kind. */
export type Has = (role: Role) => boolean;

/** A way to ask for units; the name joins what each part says. */
export interface Variant {
  readonly name: string;
  readonly usage: Usage;
  /** Where something else than the entry says what an image is. */
  readonly images: ImageRate | undefined;
}

export interface Variants {
  readonly all: readonly Variant[];
  /** Resolutions with seconds of their own price; `*` where any other supposes something. */
  readonly resolutions: readonly string[];
  /** By the number of results: the name in a variant. The last one is for all above. */
  readonly results: readonly string[];
}

export function variantsOf(entry: Entry, { variants }: ImagePrices, has: Has): Variants {
  const images = variants.has('') ? [...variants] : [['', undefined] as const, ...variants];
  const resolutions = has('resolution') || has('image-size') ? resolutionsOf(entry) : [];
  const results = has('results') ? resultsOf(entry) : [];
  const firsts = [...new Set(results)].filter((name) => name !== '');
  const all = images.flatMap(([image, rate]) =>
    ['', ...resolutions].flatMap((resolution) =>
      ['', ...firsts].map((name) => ({
        name: image + resolution + name,
        usage: {
          ...(resolution && { resolution }),
          ...(name && { results: results.indexOf(name) }),
        },
        images: rate,
      })),
    ),
  );
  return { all, resolutions, results };
}

function resolutionsOf(entry: Entry): readonly string[] {
  const named = Object.keys(entry.fields).flatMap(
    (name) => /^output_cost_per_second_(.+)$/.exec(name)?.[1] ?? [],
  );
  const printOf = (usage: Usage) =>
    JSON.stringify(TIER_NAMES.map((tier) => secondsPrint(entry, usage, tier)));
  const usual = printOf({});
  return [...new Set([...named, OTHER])].filter((resolution) => printOf({ resolution }) !== usual);
}

function secondsPrint(entry: Entry, usage: Usage, tier: Tier): string {
  const meter = PRICED_METERS.find(({ column }) => column === 'seconds');
  if (meter?.kind !== 'unit') return '';
  const conditions = { tier, inputTokens: 0, at: new Date(0) };
  const answer = unitRate(meter, { entry, conditions, toolEntry: undefined, usage });
  if (answer.kind !== 'rate') return answer.kind;
  const { usdPerUnit, assumptions } = answer.rate;
  return [plain(usdPerUnit), ...assumptions.map(({ code }) => code)].join();
}

/** Above this no list of prices goes by the number of results. */
const MOST_RESULTS = 1000;

function resultsOf(entry: Entry): readonly string[] {
  const bounds = asList(field(entry.fields, 'tiered_pricing') ?? null).flatMap((range) =>
    asList(field(asObject(range), 'max_results_range')).flatMap((bound) => asFigure(bound) ?? []),
  );
  if (bounds.length === 0) return [];
  const names = new Map<string, string>();
  return Array.from({ length: Math.min(MOST_RESULTS, Math.max(...bounds)) + 2 }, (_, results) => {
    const rate = queryRate(entry, results);
    const print = rate === undefined || isUnusablePrice(rate) ? 'none' : plain(rate.usdPerUnit);
    const name = names.get(print) ?? `${results} results`;
    names.set(print, name);
    return name;
  });
}
