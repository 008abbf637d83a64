/** `tally --watch`: what agents cost today, on a screen that follows their logs. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../../../core/deps.ts';
import { UsageError } from '../../../core/errors.ts';
import { AGENTS } from '../../../usage/logs/agents.ts';
import { findInputs, type LogInput } from '../../../usage/logs/inputs.ts';
import { flagOf, type Flags } from '../../flags/flags.ts';
import { styleFor } from '../../render/style.ts';
import { openScreen, type Screen } from '../../terminal/screen.ts';
import { agentsOf } from './agent-flags.ts';
import { WatchedLogs } from './watch-logs.ts';
import { WatchReader, type Glance, type WatchOptions } from './watch-reader.ts';
import { LINES_BESIDE, renderWatch } from './watch-render.ts';

/** How often logs are polled; a write that the system reports wakes sooner. */
const POLL_MS = 2000;
/** Lines often come in bursts. */
const SETTLE_MS = 250;
/** The largest part of the time that is spent reading. */
const BUSY_PART = 0.2;
const LEAST_REST_MS = 1000;
const FEWEST_GROUPS = 3;

export interface WatchWanted {
  readonly find: () => readonly LogInput[];
  readonly options: WatchOptions;
  readonly noColor: boolean;
}

/** Flags that ask for another kind of answer. */
const OTHER_ANSWERS = [
  'json',
  'format',
  'html',
  'each',
  'dryRun',
  'until',
  'chart',
  'reconcile',
  'budget',
  'strict',
  'billingAccount',
] as const;

/** What the flags say. Days are those of this computer; where no log is named, the agents' sessions are. */
export function watchWanted(
  args: readonly string[],
  flags: Flags,
  options: WatchOptions,
  deps: Deps,
): WatchWanted {
  const other = OTHER_ANSWERS.find((name) => flags.isGiven(name));
  if (other !== undefined) {
    throw new UsageError(`--watch and ${flagOf(other)} are two answers.`, 'Leave out one of them.');
  }
  if (args.includes('-')) {
    throw new UsageError('--watch follows files, and - is standard input.', 'Name files or directories.');
  }
  const chosen = agentsOf(flags);
  const agents = args.length + chosen.agents.length === 0 ? { agents: AGENTS, anyAgent: true } : chosen;
  return {
    find: () => findInputs({ paths: args, ...agents }, deps).inputs,
    options: { ...options, timeZone: flags.text('timezone') ?? 'local' },
    noColor: flags.no('color'),
  };
}

/**
 * Draws until a signal ends it, and gives the exit status of that.
 * @throws UsageError where standard output is no terminal; what the first reading throws.
 */
export async function watchLogs({ find, options, noColor }: WatchWanted, deps: Deps): Promise<number> {
  if (!deps.stdout.isTTY || deps.env['TERM'] === 'dumb') {
    throw new UsageError(
      '--watch needs a terminal on standard output.',
      'Leave --watch out for a single answer.',
    );
  }
  const logs = new WatchedLogs(find);
  const reader = new WatchReader(logs, options, quiet(deps));
  // Before the screen is taken, so that an error is printed as for any command.
  const first = await reader.read(groupsFor(deps.stdout.rows, options.top));
  const screen = openScreen(deps);
  try {
    return await follow(first, { screen, logs, reader, top: options.top, noColor, deps });
  } finally {
    logs.close();
    screen.close();
  }
}

/** Keeps notices and progress bars off the screen. */
function quiet(deps: Deps): Deps {
  const nowhere = { write: () => undefined, isTTY: false, columns: undefined };
  return { ...deps, stderr: nowhere, notice: () => undefined };
}

interface Watching {
  readonly screen: Screen;
  readonly logs: WatchedLogs;
  readonly reader: WatchReader;
  readonly top: number | undefined;
  readonly noColor: boolean;
  readonly deps: Deps;
}

async function follow(
  first: Glance,
  { screen, logs, reader, top, noColor, deps }: Watching,
): Promise<number> {
  let shown = first;
  const draw = async () => {
    const style = await styleFor(screen.output(), deps.env, noColor);
    screen.draw(renderWatch(shown, style));
  };
  let failed: (error: unknown) => void = () => undefined;
  const failure = new Promise<never>((_done, fail) => (failed = fail));
  screen.onStale(() => void draw().catch(failed));
  await draw();
  const ended = Promise.race([screen.ended, failure]);
  for (;;) {
    const written = logs.nextWrite(reader.recent).then(() => sleep(SETTLE_MS));
    const status = await Promise.race([ended, sleep(POLL_MS, undefined), written]);
    if (typeof status === 'number') return status;
    const startedMs = performance.now();
    shown = await reader.read(groupsFor(screen.output().rows, top));
    await draw();
    const restMs = ((performance.now() - startedMs) * (1 - BUSY_PART)) / BUSY_PART;
    const early = await Promise.race([ended, sleep(Math.max(restMs, LEAST_REST_MS), undefined)]);
    if (typeof early === 'number') return early;
  }
}

/** So many groups have room on the screen. */
function groupsFor(rows: number | undefined, top: number | undefined): number {
  const room = Math.max(FEWEST_GROUPS, (rows ?? Infinity) - LINES_BESIDE);
  return Math.min(top ?? Infinity, Number.isFinite(room) ? room : 100);
}
