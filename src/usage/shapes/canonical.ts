import { type JsonObject, type JsonValue, asList, asText, field } from '../../core/json.ts';
import { tierNamed } from '../conditions.ts';
import { nearest } from '../../core/nearest.ts';
import type { Notes } from '../notes.ts';
import { shown } from '../../core/show-value.ts';
import type { Place, Reading, UsageShape } from '../shape.ts';
import { momentMs } from '../time.ts';
import { type Tier, type Usage, TOKEN_COUNTS } from '../usage.ts';

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

/**
 * llmcost's own line: `{model, provider?, tier?, region?, speed?, at?, requests?, usage}` with the
 * canonical names inside. It is the user's own hand, so a name that is not known is an error here
 * and not passed over.
 */
export const own: UsageShape = {
  name: 'llmcost',
  // Words like `pages` and `sessions` say nothing at the top of just any line; token names do.
  recognises: ({ usage, bare }) =>
    Object.keys(usage).some((name) => (bare ? TOKEN_NAMES.includes(name) : KINDS.has(name))),
  read(place, notes): Reading {
    const line = place.holders[0];
    const at = field(line, 'at');
    const atMs = momentMs(at);
    if (atMs === undefined && (at ?? null) !== null) {
      notes.problems.push(`at is ${shown(at)}, not a moment such as "2026-11-01T12:00:00Z"`);
    }
    return {
      usage: readCanonical(place, notes),
      tier: tierOf(line, notes),
      region: asText(field(line, 'region')),
      speed: asText(field(line, 'speed')),
      provider: asText(field(line, 'provider')),
      atMs,
      requests: notes.count(line, 'requests'),
    };
  },
};

function tierOf(line: JsonObject | undefined, notes: Notes): Tier | undefined {
  const value = field(line, 'tier') ?? null;
  if (value === null) return undefined;
  const tier = tierNamed(asText(value) ?? '');
  if (tier === undefined) {
    notes.problems.push(`tier is ${shown(value)}, not one of standard, flex, priority, ultrafast and batch`);
  }
  return tier;
}

function readCanonical({ usage, bare }: Place, notes: Notes): Usage {
  const result: Record<string, number | string | readonly string[]> = {};
  for (const [name, value] of Object.entries(usage)) {
    const kind = KINDS.get(name);
    if (kind !== undefined) {
      const read = readField(name, kind, value, usage, notes);
      if (read !== undefined) result[name] = read;
      continue;
    }
    const near = nearestCanonicalName(name);
    // A flat line may hold anything beside its counts; only what looks like a slip is one there.
    if (bare && (near === undefined || !/token/i.test(name))) continue;
    notes.problems.push(
      `${shown(name)} is not a name of a usage object${near === undefined ? '' : `; the nearest is ${shown(near)}`}`,
    );
  }
  return result;
}

function readField(name: string, kind: Kind, value: JsonValue | undefined, usage: JsonObject, notes: Notes) {
  if (value === null || value === undefined) return undefined;
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
