import { parseJson, type JsonValue } from '../../../src/core/json.ts';
import type { LineKind } from '../../../src/usage/logs/scan/kinds.ts';
import type { Cells, ScanHandler } from '../../../src/usage/logs/scan/scanner.ts';
import { Program } from './forms.ts';
import { MOST_HELD, Replies } from './replies.ts';
import type { BenchShape } from './shapes.ts';

const DAY_MS = 86_400_000;
const MOST_METERS = 8;

/** What lines of one kind are to the adder. */
export interface Meaning {
  readonly shape: BenchShape;
  readonly model: string;
  readonly program: Program;
  readonly meters: number;
  readonly ids: readonly number[];
  readonly moment: number;
  /** The group of the line before. */
  lastDay: number;
  lastGroup: number;
  readonly groups: Map<number, number>;
}

/** Adds up tokens by model and, where that is asked for, by day: a row of numbers for each group. */
export class Columns implements ScanHandler<Meaning> {
  readonly groups: { readonly model: string; readonly day: number }[] = [];
  readonly #byName = new Map<string, number>();
  #sums = new Float64Array(64 * MOST_METERS);
  #requests = new Float64Array(64);
  readonly replies = new Replies();
  readonly #shapes: readonly BenchShape[];
  readonly #byDay: boolean;
  readonly #dedupes: boolean;
  unusualLines = 0;
  brokenLines = 0;
  copies = 0;

  constructor(
    shapes: readonly BenchShape[],
    options: { readonly byDay: boolean; readonly dedupes: boolean },
  ) {
    this.#shapes = shapes;
    this.#byDay = options.byDay;
    this.#dedupes = options.dedupes;
  }

  meet(kind: LineKind): Meaning | undefined {
    const shape = this.#shapes.find(({ usage }) => kind.present.has(usage));
    if (shape === undefined) return undefined;
    const cells = (paths: readonly string[]) => paths.flatMap((path) => kind.cells.get(path) ?? []);
    return {
      shape,
      model: String(kind.labels.get(shape.model) ?? ''),
      program: new Program(shape.forms, kind),
      meters: Object.keys(shape.forms.meters).length,
      ids: cells(shape.ids),
      moment: cells(shape.moments)[0] ?? -1,
      lastDay: -1,
      lastGroup: -1,
      groups: new Map(),
    };
  }

  line(meaning: Meaning, cells: Cells, at: number): void {
    const { program } = meaning;
    if (!program.run(cells.numbers, at)) {
      this.#unusual(cells.textAt(at));
      return;
    }
    const group = this.#groupOf(meaning, cells.numbers, at);
    if (this.#dedupes && meaning.ids.length > 0) this.#addReply(meaning, cells.numbers, at, group);
    else this.#add(group, program.sums, meaning.meters);
  }

  unusual(bytes: Buffer, start: number, end: number): void {
    this.#unusual(bytes.toString('utf8', start, end));
  }

  /** Stands for the recogniser, which this prototype does without: it only tells whether the line is JSON. */
  #unusual(text: string): void {
    this.unusualLines += 1;
    try {
      const value: JsonValue = parseJson(text);
      if (value === null) this.brokenLines += 1;
    } catch {
      this.brokenLines += 1;
    }
  }

  #groupOf(meaning: Meaning, numbers: Float64Array, at: number): number {
    const day =
      this.#byDay && meaning.moment >= 0 ? Math.floor((numbers[at + meaning.moment] ?? 0) / DAY_MS) : 0;
    if (day === meaning.lastDay) return meaning.lastGroup;
    let group = meaning.groups.get(day);
    if (group === undefined) {
      group = this.#newGroup(meaning, day);
      meaning.groups.set(day, group);
    }
    meaning.lastDay = day;
    meaning.lastGroup = group;
    return group;
  }

  #newGroup({ shape, model }: Meaning, day: number): number {
    const name = JSON.stringify([shape.name, model, day]);
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const group = this.groups.length;
    this.groups.push({ model, day });
    this.#byName.set(name, group);
    if ((group + 1) * MOST_METERS > this.#sums.length) {
      this.#sums = grown(this.#sums);
      this.#requests = grown(this.#requests);
    }
    return group;
  }

  #add(group: number, counts: Float64Array, meters: number): void {
    const sums = this.#sums;
    const base = group * MOST_METERS;
    for (let i = 0; i < meters; i += 1) sums[base + i] = (sums[base + i] ?? 0) + (counts[i] ?? 0);
    this.#requests[group] = (this.#requests[group] ?? 0) + 1;
  }

  #addReply({ ids, program, meters }: Meaning, numbers: Float64Array, at: number, group: number): void {
    const [first = 0, second] = ids;
    const { replies } = this;
    const isNew = replies.meet(
      numbers[at + first] ?? 0,
      second === undefined ? 0 : (numbers[at + second] ?? 0),
    );
    const { piece, place } = replies;
    const counts = program.sums;
    const held = Math.min(meters, MOST_HELD);
    if (!isNew) {
      this.copies += 1;
      let more = 0;
      for (let i = 0; i < held; i += 1) more += (counts[i] ?? 0) - (piece[place + 2 + i] ?? 0);
      if (more <= 0) return;
      this.#takeBack(piece, place, held);
    }
    piece[place] = group + 1;
    for (let i = 0; i < held; i += 1) piece[place + 2 + i] = counts[i] ?? 0;
    this.#add(group, counts, meters);
  }

  #takeBack(piece: Uint32Array, place: number, held: number): void {
    const group = (piece[place] ?? 0) - 1;
    const base = group * MOST_METERS;
    const sums = this.#sums;
    for (let i = 0; i < held; i += 1) sums[base + i] = (sums[base + i] ?? 0) - (piece[place + 2 + i] ?? 0);
    this.#requests[group] = (this.#requests[group] ?? 0) - 1;
  }

  /** The sums of each group, by meter number, and how many requests they are of. */
  rows() {
    return this.groups.map(({ model, day }, group) => ({
      model,
      day,
      requests: this.#requests[group] ?? 0,
      sums: [...this.#sums.subarray(group * MOST_METERS, (group + 1) * MOST_METERS)],
    }));
  }
}

function grown(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
