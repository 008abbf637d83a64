import { MapUnavailableError, UsageError } from '../errors.ts';
import { listSeen, readPublished, type Seen } from './history.ts';
import type { Plan } from './plan.ts';
import { parseMap } from './parse.ts';
import { storeFromEntries } from './memory-store.ts';
import type { LoadedMap } from './store.ts';

/**
 * The map that was the published one at a moment, from the history in the cache (`--as-of`).
 * @throws MapUnavailableError that says which dates there are when the history does not reach back.
 */
export async function mapAsOf(plan: Plan, moment: Date): Promise<LoadedMap> {
  if (plan.isExplicit && plan.address.kind === 'file') {
    throw new UsageError(
      '--as-of looks into the history of a map, and a file has none.',
      'Leave out one of them.',
    );
  }
  const seen = await listSeen(plan.spot);
  const then = seen.findLast(({ at }) => Date.parse(at) <= moment.getTime());
  if (then === undefined) throw tooEarly(moment, seen);
  const bytes = await readPublished(plan.spot.root, then.sha256);
  if (bytes === undefined) {
    throw new MapUnavailableError(
      `The map of ${day(then.at)} (${then.sha256.slice(0, 12)}) is missing from the history, or damaged.`,
      '`llmcost import FILE --date` adds a map that you have.',
    );
  }
  const map = parseMap(bytes.toString('utf8'), `the map of ${day(then.at)}`);
  return {
    store: storeFromEntries(map.entries),
    source: {
      kind: 'snapshot',
      location: plan.address.shown,
      sha256: then.sha256,
      syncedAt: then.at,
      models: map.entries.size,
    },
    warnings: [],
  };
}

function tooEarly(moment: Date, seen: readonly Seen[]): MapUnavailableError {
  const first = seen[0];
  const last = seen.at(-1);
  const hint = '`llmcost import FILE --date` adds an older map that you have.';
  if (first === undefined || last === undefined) {
    return new MapUnavailableError(
      'There is no history of the map yet.',
      `\`llmcost sync\` begins it; ${hint}`,
    );
  }
  const dates =
    seen.length === 1
      ? `one map, of ${day(first.at)}`
      : `${seen.length} maps, ${day(first.at)} to ${day(last.at)}`;
  return new MapUnavailableError(
    `There is no map of ${day(moment.toISOString())}: the history has ${dates}.`,
    hint,
  );
}

function day(iso: string): string {
  return iso.slice(0, 10);
}
