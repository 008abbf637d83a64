/** The alternate screen of a terminal: drawn over and over, and gone at the end. */
import type { Deps, Output } from '../../core/deps.ts';
import { ignoringWriteErrors, output } from './streams.ts';

const ENTER = '\u001B[?1049h\u001B[?25l';
const LEAVE = '\u001B[?25h\u001B[?1049l';
const HOME = '\u001B[H';
const CLEAR_LINE = '\u001B[K';
const CLEAR_BELOW = '\u001B[J';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGTSTP', 'SIGCONT'] as const;

export interface Screen {
  /** With the size that the window has now. */
  readonly output: () => Output;
  /** Draws these lines from the top, as many as there is room for. */
  readonly draw: (lines: readonly string[]) => void;
  /** Called when the window was resized, or the command resumed after Ctrl-Z. */
  readonly onStale: (redraw: () => void) => void;
  /** The exit status, once a signal ends the command. */
  readonly ended: Promise<number>;
  /** Restores the terminal; also done when the process exits. */
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
      // Cleared first: after a full line the cursor is still on its last character.
      const drawn = lines.slice(0, rows).map((line) => CLEAR_LINE + line);
      // A newline after the last row would scroll the screen.
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
