import type { Output } from '../../core/deps.ts';
import { byteWords, spanWords } from '../render/map-words.ts';

const SILENT_MS = 1000;
const EVERY_MS = 200;
const BAR = 24;
const ERASE_LINE = '\r\u001B[K';

/**
 * A bar on a terminal for work that takes more than a second: how much was read, how fast, and how
 * long the rest will take. Nothing at all elsewhere.
 */
export class Progress {
  readonly #output: Output;
  readonly #now: () => Date;
  readonly #totalBytes: number | null;
  readonly #startedMs: number;
  #shownMs: number;
  #isShown = false;

  /** @param totalBytes null where it is not known. */
  constructor(output: Output, now: () => Date, totalBytes: number | null) {
    this.#output = output;
    this.#now = now;
    this.#totalBytes = totalBytes;
    this.#startedMs = now().getTime();
    this.#shownMs = this.#startedMs + SILENT_MS - EVERY_MS;
  }

  readonly show = (bytes: number): void => {
    if (!this.#output.isTTY) return;
    const nowMs = this.#now().getTime();
    if (nowMs - this.#shownMs < EVERY_MS) return;
    this.#shownMs = nowMs;
    this.#isShown = true;
    const line = progressLine(bytes, this.#totalBytes, nowMs - this.#startedMs);
    this.#output.write(ERASE_LINE + line.slice(0, (this.#output.columns ?? 80) - 1));
  };

  /** Leaves the line as it was found. */
  end(): void {
    if (this.#isShown) this.#output.write(ERASE_LINE);
    this.#isShown = false;
  }
}

/** `[######------]  45%  230.0 MB of 500.0 MB, 210.0 MB a second, 1 s left` */
export function progressLine(bytes: number, totalBytes: number | null, elapsedMs: number): string {
  const perSecond = (bytes * 1000) / Math.max(elapsedMs, 1);
  const rate = `${byteWords(Math.round(perSecond))} a second`;
  if (totalBytes === null || totalBytes === 0) return `${byteWords(bytes)} read, ${rate}`;
  const share = Math.min(bytes / totalBytes, 1);
  const done = Math.floor(share * BAR);
  const bar = `[${'#'.repeat(done)}${'-'.repeat(BAR - done)}]`;
  const left = perSecond === 0 ? '' : `, ${spanWords(Math.max(0, totalBytes - bytes) / perSecond)} left`;
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  return `${bar} ${percent}  ${byteWords(bytes)} of ${byteWords(totalBytes)}, ${rate}${left}`;
}
