/** The door to cli-progress, loaded where a bar may be drawn. */
import { Writable } from 'node:stream';
import { Format, SingleBar } from 'cli-progress';
import type { Output } from '../../core/deps.ts';
import { formatCount } from '../../core/money.ts';
import { byteWords, spanWords } from '../render/map-words.ts';

/** What is done, and how much of it there is. */
export interface Task {
  /** `Reading the logs` */
  readonly title: string;
  /** What is counted: bytes, or things by their noun in the plural. */
  readonly noun: string;
  /** Null where it is not known. */
  readonly total: number | null;
}

/** How far it has come. */
export interface State {
  readonly done: number;
  readonly total: number | null;
  readonly elapsedMs: number;
}

const MAX_BAR = 24;
const MIN_BAR = 8;

/** A bar that is drawn over and over in one line of the terminal. */
export function startBar(output: Output, task: Task, state: State) {
  const columns = (output.columns ?? 80) - 1;
  const stream = new Writable({
    decodeStrings: false,
    write: (text, _encoding, done) => {
      output.write(String(text));
      done();
    },
  });
  const bar = new SingleBar({
    stream: Object.assign(stream, { isTTY: true, columns }),
    format: (_options, _params, state: State) => progressLine(task, state, columns),
    clearOnComplete: true,
    // The terminal stays as it is, also when the command is ended in the middle.
    linewrap: true,
    gracefulExit: false,
    fps: 5,
    synchronousUpdate: true,
  });
  bar.start(state.total ?? 0, state.done, state);
  return {
    update: (now: State) => bar.update(now.done, now),
    stop: () => bar.stop(),
  };
}

/**
 * `Reading the logs [======------]  45%  230.0 MB of 500.0 MB, 210.0 MB a second, 1 s left`, as much of it
 * as fits: the rate goes first, then the time that is left; the bar shrinks, and goes with the counts.
 */
export function progressLine(
  { title, noun }: Task,
  { done, total, elapsedMs }: State,
  columns: number,
): string {
  const amount = (count: number) => (noun === 'bytes' ? byteWords(count) : formatCount(count));
  const perSecond = (done * 1000) / Math.max(elapsedMs, 1);
  const rate = noun === 'bytes' ? [`${byteWords(Math.round(perSecond))} a second`] : [];
  const unit = noun === 'bytes' ? '' : ` ${noun}`;
  if (total === null || total <= 0) {
    return fitting([`${title}  ${amount(done)}${unit}`, ...rate], columns);
  }
  const share = Math.min(done / total, 1);
  const left = perSecond === 0 ? [] : [`${spanWords(Math.max(0, total - done) / perSecond)} left`];
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const words = [`${percent}  ${amount(done)} of ${amount(total)}${unit}`, ...left, ...rate];
  const text = fitting(words, columns - `${title} [] `.length - MIN_BAR);
  const room = Math.min(MAX_BAR, columns - `${title} [] ${text}`.length);
  return room < MIN_BAR
    ? fitting([`${title}${percent}`], columns)
    : `${title} [${barOf(share, room)}] ${text}`;
}

/** The words with commas between them, without the last ones where there is no room. */
function fitting([first = '', ...others]: readonly string[], columns: number): string {
  return others.reduce((text, word) => {
    const longer = `${text}, ${word}`;
    return longer.length <= columns ? longer : text;
  }, first);
}

function barOf(share: number, size: number): string {
  return Format.BarFormat(share, {
    barsize: size,
    barCompleteString: '='.repeat(size),
    barIncompleteString: '-'.repeat(size),
    barGlue: '',
  });
}
