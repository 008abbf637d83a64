import type { LoadOptions } from '../map/load.ts';
import type { Flags } from './flags/flags.ts';
import { mapOptions } from './flags/map-flags.ts';

/** What the map flags say, for a command that looks at all models: of a locked map, not only those kept in the lock. */
export function wholeMap(flags: Flags): LoadOptions {
  return { ...mapOptions(flags), wholeLock: true };
}
