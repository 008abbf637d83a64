import { fstatSync, statSync, writeSync } from 'node:fs';
import { OutputError, reasonOf, systemCode } from '../../core/errors.ts';
import type { Deps, Output } from '../../core/deps.ts';

/** Thrown when nobody reads any more (`| head`): the program ends quietly. */
export class ClosedPipe extends Error {}

const PAUSE_MS = 2;

/**
 * Writes all of it before returning. A pipe that is full says EAGAIN where it was made non-blocking;
 * the rest is written when there is room again, so that a slow reader loses nothing.
 * @throws ClosedPipe, OutputError.
 */
function writeAll(fd: number, text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes));
    } catch (error) {
      const code = systemCode(error);
      if (code === 'EPIPE') throw new ClosedPipe();
      if (code !== 'EAGAIN') {
        throw new OutputError(`The answer could not be written: ${reasonOf(error)}.`, { cause: error });
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}

/**
 * Standard output or standard error. Node's own stream is only asked for on a terminal: making it
 * costs a twentieth of a start.
 */
export function output(fd: 1 | 2, env: Readonly<Record<string, string | undefined>>): Output {
  const stream = mayBeTerminal(fd) ? (fd === 1 ? process.stdout : process.stderr) : undefined;
  const isTTY = stream?.isTTY ?? false;
  const named = Number(env['COLUMNS']);
  const columns = Number.isInteger(named) && named > 0 ? named : isTTY ? stream?.columns : undefined;
  return { write: (text) => writeAll(fd, text), isTTY, columns, rows: isTTY ? stream?.rows : undefined };
}

/** An output for what is said beside the answer: where it cannot be said, the answer still stands. */
export function ignoringWriteErrors(out: Output): Output {
  return {
    ...out,
    write: (text) => {
      try {
        out.write(text);
      } catch (error) {
        if (!(error instanceof ClosedPipe || error instanceof OutputError)) throw error;
      }
    },
  };
}

/** A character device is a terminal or, where a script wants no answer, /dev/null. */
function mayBeTerminal(fd: number): boolean {
  try {
    const found = fstatSync(fd);
    return found.isCharacterDevice() && found.rdev !== statSync('/dev/null', OR_UNDEFINED)?.rdev;
  } catch {
    return false;
  }
}

/** Windows has no /dev/null. */
const OR_UNDEFINED = { throwIfNoEntry: false } as const;

/**
 * False where the locale says that the terminal speaks something other than UTF-8. A locale that is
 * not set says nothing: containers have none, and the terminals in front of them speak UTF-8.
 */
export function speaksUtf8(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  return locale === undefined || /utf-?8/i.test(locale);
}

/** Says what a command waits for that reads standard input from a keyboard. */
export function sayThatItWaits(deps: Pick<Deps, 'stdinIsTerminal' | 'notice'>): void {
  if (deps.stdinIsTerminal?.() === true) deps.notice('llmcost: reads standard input; Ctrl-D ends it.');
}
