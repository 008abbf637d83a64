import { type JsonObject, type JsonValue, asList, asText, field } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import type { Notes } from '../notes.ts';
import { shown } from '../../core/show-value.ts';
import type { Place, Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { momentMs } from '../time.ts';
import type { ReportedCounts } from '../reported-counts.ts';
import { type Usage, TOKEN_COUNTS } from '../usage.ts';
import { CAMEL_INPUT_OUTPUT } from '../words.ts';

type Kind = 'whole' | 'amount' | 'text' | 'texts' | 'search context';

/** How each canonical name that is no token count is read. */
const OTHER_FIELDS: Readonly<Record<Exclude<keyof Usage, keyof typeof TOKEN_COUNTS>, Kind>> = {
  images: 'whole',
  imageSize: 'text',
  imageQuality: 'text',
  referenceImages: 'texts',
  partialImages: 'whole',
  seconds: 'amount',
  resolution: 'text',
  characters: 'whole',
  pages: 'whole',
  annotatedPages: 'whole',
  credits: 'amount',
  queries: 'whole',
  results: 'whole',
  sessions: 'whole',
  webSearches: 'whole',
  searchContext: 'search context',
};

const TOKEN_NAMES: readonly string[] = Object.keys(TOKEN_COUNTS);
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...TOKEN_NAMES.map((name): [string, Kind] => [name, 'whole']),
  ...Object.entries(OTHER_FIELDS),
]);
/** The names that a usage object may have in llmcost's own form. */
const CANONICAL_NAMES: readonly string[] = [...KINDS.keys()];

/** The canonical name that a slip of the hand may have meant. */
export function nearestCanonicalName(name: string): string | undefined {
  return nearest(name, CANONICAL_NAMES, (candidate) => candidate, 1)[0];
}

/** Names that other shapes in camelCase use as well; they are no sign of llmcost's own form. */
const SHARED: ReadonlySet<string> = new Set(['inputTokens', 'outputTokens', 'reasoningTokens']);
/** How many requests a line may say that it stands for. */
const REQUEST_NAMES = ['requests', 'n_requests', 'count'] as const;

/**
 * llmcost's own line: `{model, provider?, tier?, region?, speed?, at?, requests?, usage}` with the
 * canonical names inside. It is the user's own hand, so a name that is not known is an error here
 * and not passed over. Its counts are those of one request, which `requests` multiplies.
 */
export const own: UsageShape = {
  name: 'llmcost',
  words: CAMEL_INPUT_OUTPUT,
  own: CANONICAL_NAMES.filter((name) => !SHARED.has(name)),
  // Words like `pages` and `sessions` say nothing at the top of just any line; token names do.
  // The names for the cache are Cursor's as well.
  unless: ({ usage, bare }) =>
    hasAny(usage, 'totalCents') || (bare && !Object.keys(usage).some((name) => TOKEN_NAMES.includes(name))),
  takesPlain: ({ usage, holders }) =>
    !hasAny(usage, 'totalTokens') && !hasAny(holders[0], 'stopReason', 'metrics'),
  layout: {},
  fields: CANONICAL_NAMES,
  read(place, notes): Reading {
    const line = place.holders[0];
    const at = field(line, 'at');
    const atMs = momentMs(at);
    if (atMs === undefined && (at ?? null) !== null) {
      notes.problems.push(`at is ${shown(at)}, not a moment such as "2026-11-01T12:00:00Z"`);
    }
    const usage = readCanonical(place, notes);
    const totalTokens = notes.count(place.usage, TOTAL);
    return {
      reported: { ...tokensIn(usage), ...(totalTokens === undefined ? {} : { totalTokens }) },
      // By definition the parts are within; only a total of the line's own may say otherwise.
      layout: totalTokens === undefined ? { isCertain: true } : {},
      usage: unitsIn(usage),
      region: asText(field(line, 'region')),
      speed: asText(field(line, 'speed')),
      provider: asText(field(line, 'provider')),
      atMs,
      requests: notes.firstCount(line, ...REQUEST_NAMES),
    };
  },
};

/** A total that a line may give beside the counts. */
const TOTAL = 'totalTokens';

function tokensIn(usage: Usage): ReportedCounts {
  return Object.fromEntries(Object.entries(usage).filter(([name]) => name in TOKEN_COUNTS));
}

function unitsIn(usage: Usage): Usage {
  return Object.fromEntries(Object.entries(usage).filter(([name]) => !(name in TOKEN_COUNTS)));
}

export function readCanonical({ usage, bare }: Place, notes: Notes): Usage {
  const result: Record<string, number | string | readonly string[]> = {};
  for (const [name, value] of Object.entries(usage)) {
    // Whatever its name, it says nothing.
    if (value === null || value === undefined) continue;
    const kind = KINDS.get(name);
    if (kind !== undefined) {
      // At the top of a line, `images` and `results` may be what the request was about.
      if (bare && typeof value === 'object' && !TOKEN_NAMES.includes(name)) continue;
      const read = readField(name, kind, value, usage, notes);
      if (read !== undefined) result[name] = read;
      continue;
    }
    if (name === TOTAL) continue;
    const near = nearestCanonicalName(name);
    // A flat line may hold anything beside its counts; only what looks like a slip is one there.
    if (bare && (near === undefined || !/token/i.test(name))) continue;
    notes.problems.push(
      `${shown(name)} is not a name of a usage object${near === undefined ? '' : `; the nearest is ${shown(near)}`}`,
    );
  }
  return result;
}

function readField(name: string, kind: Kind, value: JsonValue, usage: JsonObject, notes: Notes) {
  if (kind === 'whole') return notes.count(usage, name);
  if (kind === 'amount') return notes.amount(usage, name);
  if (kind === 'texts') {
    const texts = asList(value).filter((item) => typeof item === 'string');
    if (Array.isArray(value) && texts.length === value.length) return texts;
    notes.problems.push(`${name} is ${shown(value)}, not a list of texts`);
    return undefined;
  }
  const text = asText(value);
  if (text !== undefined && (kind === 'text' || /^(low|medium|high)$/.test(text))) return text;
  notes.problems.push(
    `${name} is ${shown(value)}, not ${kind === 'text' ? 'a text' : 'one of low, medium and high'}`,
  );
  return undefined;
}
