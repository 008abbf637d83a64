/** Streams of the server and of its tools. */
import { PassThrough, Readable, Writable } from 'node:stream';
import type { Deps } from '../../../core/deps.ts';

/** Keeps tools away from stdin and stdout, which belong to the protocol. */
export function withoutStreams(deps: Deps): Deps {
  const stdout = {
    write: () => {
      throw new Error('A tool wrote to standard output.');
    },
    isTTY: false,
    columns: undefined,
  };
  return { ...deps, stdout, stdin: () => Readable.from([]), stdinIsTerminal: () => false };
}

/** Standard input in bytes: the transport never gets past a chunk of text. */
export function inputOf({ liveStdin, stdin }: Deps): Readable {
  const source = (liveStdin ?? stdin)();
  const input = new PassThrough();
  source.once('error', () => input.end());
  return source.pipe(input);
}

/** Standard output as a stream. */
export function outputOf(deps: Deps): Writable {
  return new Writable({
    decodeStrings: false,
    write: (text, _encoding, done) => {
      try {
        deps.stdout.write(String(text));
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}

/** Resolves when a stream ends or fails, or the signal is aborted. */
export function endOf(source: Readable | Writable | AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (source instanceof AbortSignal) source.addEventListener('abort', () => done(), { once: true });
    else for (const event of ['end', 'close', 'error']) source.once(event, () => done());
  });
}
