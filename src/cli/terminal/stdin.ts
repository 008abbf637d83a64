import type { Deps } from '../../core/deps.ts';

/** Says what a command waits for that reads standard input from a keyboard. */
export function sayThatItWaits(deps: Pick<Deps, 'stdinIsTerminal' | 'notice'>): void {
  if (deps.stdinIsTerminal?.() === true) deps.notice('llmcost: reads standard input; Ctrl-D ends it.');
}
