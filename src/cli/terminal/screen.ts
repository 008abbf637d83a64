/** The whole screen of a terminal, for a command that draws it over and over and leaves it as it was. */
import type { Deps, Output } from '../../core/deps.ts';
import { ignoringWriteErrors, output } from './streams.ts';

const ENTER = '\u001B[?1049h\u001B[?25l';
const LEAVE = '\u001B[?25h\u001B[?1049l';
const HOME = '\u001B[H';
const CLEAR_LINE = '\u001B[K';
const CLEAR_BELOW = '\u001B[J';

/** What a terminal and its user do to a program that has the screen. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGTSTP', 'SIGCONT'] as const;

export interface Screen {
  /** As it is now: a window changes its size. */
  readonly output: () => Output;
  /** Draws these lines from the top, as many as there is room for. */
  readonly draw: (lines: readonly string[]) => void;
  /** Called when all has to be drawn again: the window has another size, or is back from Ctrl-Z. */
  readonly onStale: (redraw: () => void) => void;
  /** The exit status, once a signal ends the command. */
  readonly ended: Promise<number>;
  /** Shows what was there before, and the cursor. Also done by itself when the process exits. */
  readonly close: () => void;
}

/** Takes the screen of standard output, which must be a terminal. */
export function openScreen({ env, stdout }: Pick<Deps, 'env' | 'stdout'>): Screen {
  const safe = ignoringWriteErrors(stdout);
  const size = () => output(1, env);
  let redraw: () => void = () => undefined;
  let isOpen = false;
  const enter = () => {
    isOpen = true;
    stdout.write(ENTER);
  };
  const leave = () => {
    if (isOpen) safe.write(LEAVE);
    isOpen = false;
  };
  const stale = () => redraw();
  let end: (status: number) => void = () => undefined;
  const ended = new Promise<number>((done) => (end = done));
  const handlers: Readonly<Record<(typeof SIGNALS)[number], () => void>> = {
    // 128 and the number of the signal, as shells say it.
    SIGINT: () => end(130),
    SIGTERM: () => end(143),
    SIGHUP: () => end(129),
    SIGTSTP: () => {
      leave();
      process.kill(process.pid, 'SIGSTOP');
    },
    SIGCONT: () => {
      if (!isOpen) enter();
      redraw();
    },
  };
  for (const signal of SIGNALS) process.on(signal, handlers[signal]);
  process.stdout.on('resize', stale);
  process.once('exit', leave);
  enter();
  return {
    output: size,
    draw(lines) {
      const rows = size().rows ?? lines.length;
      // Cleared before it is written: behind a line that is full, the cursor stands on its last character.
      const drawn = lines.slice(0, rows).map((line) => CLEAR_LINE + line);
      // A newline behind the last row of the screen would scroll it.
      const below = drawn.length < rows ? `\r\n${CLEAR_BELOW}` : '';
      stdout.write(HOME + drawn.join('\r\n') + below);
    },
    onStale: (draw) => {
      redraw = draw;
    },
    ended,
    close() {
      leave();
      for (const signal of SIGNALS) process.off(signal, handlers[signal]);
      process.stdout.off('resize', stale);
      process.off('exit', leave);
    },
  };
}
