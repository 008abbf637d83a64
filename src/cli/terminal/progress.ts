import type { Output, Deps } from '../../core/deps.ts';
import { byteWords, spanWords } from '../render/map-words.ts';
import type { Progress as FetchProgress } from '../../map/fetch/body.ts';

const SILENT_MS = 1000;
const EVERY_MS = 200;
const BAR = 24;
const ERASE_LINE = '\r\u001B[K';
/** How often the line of a fetch is drawn at most. */
const DRAW_EVERY_MS = 100;

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

/** One line that is drawn again and again while the map comes in. */
export function renderProgress({ receivedBytes, totalBytes }: FetchProgress, columns: number): string {
  const amount = byteWords(receivedBytes);
  if (totalBytes === null || totalBytes === 0) return `Fetching the map  ${amount}`;
  const words = ` ${amount} of ${byteWords(totalBytes)}`;
  const room = Math.min(30, columns - words.length - 'Fetching the map  []'.length);
  if (room < 5) return `Fetching the map ${words}`;
  const done = Math.round(Math.min(receivedBytes / totalBytes, 1) * room);
  return `Fetching the map [${'#'.repeat(done)}${'.'.repeat(room - done)}]${words}`;
}

export interface ProgressBar {
  /** Undefined where nobody would see it. */
  readonly onProgress: ((progress: FetchProgress) => void) | undefined;
  /** Takes the line away again. */
  readonly clear: () => void;
}

/** A line on stderr that is drawn again and again while a map comes in; on a terminal only. */
export function progressBar({ stderr, env }: Pick<Deps, 'stderr' | 'env'>): ProgressBar {
  if (!stderr.isTTY || env['TERM'] === 'dumb') return { onProgress: undefined, clear: () => undefined };
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = (progress: FetchProgress): void => {
    const now = performance.now();
    const isWhole = progress.receivedBytes === progress.totalBytes;
    if (!isWhole && now - drawnAt < DRAW_EVERY_MS) return;
    drawnAt = now;
    stderr.write(`${ERASE_LINE}${renderProgress(progress, (stderr.columns ?? 80) - 1)}`);
  };
  return {
    onProgress: draw,
    clear: () => {
      if (drawnAt !== Number.NEGATIVE_INFINITY) stderr.write(ERASE_LINE);
    },
  };
}
