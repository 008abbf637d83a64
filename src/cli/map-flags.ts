import type { Command } from 'commander';
import type { LoadOptions } from '../load.ts';
import type { Flags } from './flags.ts';

/** The flags that say which map to use; every command about models has them. */
export function addMapFlags(command: Command): void {
  command
    .optionsGroup('Map:')
    .option('--map <file|url>', 'use this map for one command')
    .option('--offline', 'open no socket')
    .option('--refresh', 'ask for a newer map first')
    .option('--max-age <time>', 'how old a cached map may be (12h, 7d; default 24h)')
    .option('--timeout <time>', 'how long to wait for the network (default 3.5s)');
}

/** What the map flags say. */
export function mapOptions(flags: Flags): LoadOptions {
  const map = flags.text('map');
  const maxAgeMs = flags.durationMs('maxAge');
  const timeoutMs = flags.durationMs('timeout');
  return {
    offline: flags.yes('offline'),
    refresh: flags.yes('refresh'),
    ...(map === undefined ? {} : { map }),
    ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}
