import type { Command } from 'commander';
import { UsageError } from '../../core/errors.ts';
import type { LoadOptions } from '../../map/load.ts';
import type { Flags } from './flags.ts';

const AS_OF = 'the map that was the published one on that day (UTC)';

/**
 * The flags that say which map to use; every command about models has them.
 * @param asOf what `--as-of` says, for a command that honours more than a day.
 */
export function addMapFlags(command: Command, asOf = AS_OF): void {
  command
    .optionsGroup('Map:')
    .option('--map <file|url>', 'use this map for one command')
    .option('--as-of <date>', asOf)
    .option('--lock <file>', 'exactly the map that this lock names')
    .option('--no-lock', 'pass over a llmcost.lock.json of the project')
    .option('--offline', 'open no socket')
    .option('--refresh', 'ask for a newer map first')
    .option('--max-age <time>', 'how old a cached map may be (12h, 7d; default 24h)')
    .option('--timeout <time>', 'how long to wait for the network (default 3.5s)');
}

/**
 * What the map flags say.
 * @param allow.each for a command that honours `--as-of each` (see wantsMapOfEachDate).
 * @throws UsageError for flags that exclude each other.
 */
export function mapOptions(flags: Flags, allow: { readonly each?: boolean } = {}): LoadOptions {
  const map = flags.text('map');
  const asOf = allow.each === true && WORDS.has(asOfWord(flags)) ? undefined : flags.moment('asOf', 'end');
  const lock = flags.text('lock');
  const other = map !== undefined ? '--map' : flags.text('asOf') !== undefined ? '--as-of' : undefined;
  if (lock !== undefined && other !== undefined) {
    throw new UsageError(`--lock and ${other} name two maps.`, 'Leave out one of them.');
  }
  const maxAgeMs = flags.durationMs('maxAge');
  const timeoutMs = flags.durationMs('timeout');
  return {
    offline: flags.yes('offline'),
    refresh: flags.yes('refresh'),
    // A map that is named for one command comes before the lock of the project.
    lock: lock ?? (other === undefined && !flags.no('lock')),
    ...(map === undefined ? {} : { map }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

const EACH = 'each';
/** What a command that prices many lines takes beside a date: `now` is one map for all of them. */
const WORDS: ReadonlySet<string | undefined> = new Set([EACH, 'now']);

/** True for `--as-of each`: a command that prices many lines takes for each the map of its own date. */
export function wantsMapOfEachDate(flags: Flags): boolean {
  return asOfWord(flags) === EACH;
}

function asOfWord(flags: Flags): string | undefined {
  return flags.text('asOf')?.trim().toLowerCase();
}

/** What the map flags say, for a command that looks at all models: of a locked map, not only those kept in the lock. */
export function wholeMap(flags: Flags): LoadOptions {
  return { ...mapOptions(flags), wholeLock: true };
}

/** `--html`: see write-page.ts. */
export function addHtmlFlag(command: Command): void {
  command
    .optionsGroup('Output:')
    .option('--html <file>', 'write it as one web page, too, which asks for nothing; - for standard output');
}

/**
 * Flags of a command that prints a table: its formats, and the pager.
 * @param more names of formats that this command has beside those of all tables.
 */
export function addFormatFlags(command: Command, more: readonly string[] = []): void {
  const formats = ['table', 'json', 'csv', ...more];
  command
    .optionsGroup('Output:')
    .option('--format <name>', `${formats.join(', ')} or markdown`)
    .option('--no-pager', 'print a long table without the pager');
}
