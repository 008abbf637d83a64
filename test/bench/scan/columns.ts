import { parseJson } from '../../../src/core/json.ts';
import type { Layout, LineKind } from '../../../src/usage/logs/scan/kinds.ts';
import type { Cells, ScanHandler } from '../../../src/usage/logs/scan/scanner.ts';
import { Program } from './forms.ts';
import { Replies } from './replies.ts';
import type { BenchShape } from './shapes.ts';

const DAY_MS = 86_400_000;
const MOST_METERS = 8;

/** What lines of one kind are to the adder. */
export interface Meaning {
  readonly shape: BenchShape;
  readonly model: string;
  readonly program: Program;
  readonly firstId: number;
  readonly secondId: number;
  readonly moment: number;
  groups: Map<number, Group> | undefined;
  /** The group of the line before. */
  lastDay: number;
  lastGroup: Group;
}

/** Tokens of one model and day, by meter. Adding to it makes no object. */
interface Group {
  readonly model: string;
  readonly day: number;
  readonly sums: Float64Array;
  requests: number;
}

export interface ColumnOptions {
  readonly byDay: boolean;
  /** Counts copies of a reply once: the one with the most tokens. */
  readonly dedupes: boolean;
}

/**
 * Adds up tokens by model and, where that is asked for, by day. A line costs a look at its kind, one at the group of
 * the kind's last line, and as many additions as it has meters.
 */
export class Columns implements ScanHandler<Meaning> {
  readonly replies = new Replies();
  readonly #groups = new Map<string, Group>();
  readonly #numbered: Group[] = [];
  readonly #programs = new Map<Layout, Program>();
  readonly #shapes: readonly BenchShape[];
  readonly #options: ColumnOptions;
  unusualLines = 0;
  brokenLines = 0;
  copies = 0;

  constructor(shapes: readonly BenchShape[], options: ColumnOptions) {
    this.#shapes = shapes;
    this.#options = options;
  }

  meet(kind: LineKind): Meaning | undefined {
    const shape = this.#shapes.find(({ usage }) => kind.layout.present.has(usage));
    if (shape === undefined) return undefined;
    const cellOf = (paths: readonly string[]): number =>
      paths.map((path) => kind.layout.cells.get(path)).find((cell) => cell !== undefined) ?? -1;
    const [first = '', second = ''] = shape.ids;
    return {
      shape,
      model: String(kind.labels.get(shape.model) ?? ''),
      program: this.#programOf(shape, kind.layout),
      firstId: this.#options.dedupes ? cellOf([first]) : -1,
      secondId: cellOf([second]),
      moment: this.#options.byDay ? cellOf(shape.moments) : -1,
      groups: undefined,
      lastDay: -1,
      lastGroup: NO_GROUP,
    };
  }

  /** Kinds with the same keys share one, so that a kind is little. */
  #programOf(shape: BenchShape, layout: Layout): Program {
    let program = this.#programs.get(layout);
    if (program === undefined) {
      program = new Program(shape.forms, layout);
      this.#programs.set(layout, program);
    }
    return program;
  }

  line(meaning: Meaning, cells: Cells, at: number): void {
    const { program, firstId, secondId, moment } = meaning;
    const { numbers } = cells;
    if (!program.run(numbers, at)) {
      this.#unusual(cells.textAt(at));
      return;
    }
    const day = moment < 0 ? 0 : Math.floor((numbers[at + moment] ?? 0) / DAY_MS);
    const group = day === meaning.lastDay ? meaning.lastGroup : this.#groupOf(meaning, day);
    const second = secondId < 0 ? 0 : (numbers[at + secondId] ?? 0);
    if (firstId >= 0 && !this.#isMore(program, group, numbers[at + firstId] ?? 0, second)) return;
    const { sums } = group;
    const { meters } = program;
    for (let i = 0; i < meters.length; i += 1) {
      const meter = meters[i] ?? 0;
      sums[meter] = (sums[meter] ?? 0) + (program.sums[i] ?? 0);
    }
    group.requests += 1;
  }

  unusual(bytes: Buffer, start: number, end: number): void {
    this.#unusual(bytes.toString('utf8', start, end));
  }

  /** Stands for the recogniser, which this prototype does without: it only tells whether the line is JSON. */
  #unusual(text: string): void {
    this.unusualLines += 1;
    try {
      parseJson(text);
    } catch {
      this.brokenLines += 1;
    }
  }

  #groupOf(meaning: Meaning, day: number): Group {
    const group = meaning.groups?.get(day) ?? this.#newGroup(meaning, day);
    // Where there are many kinds, most have lines of one day.
    if (meaning.lastDay >= 0) meaning.groups ??= new Map([[meaning.lastDay, meaning.lastGroup]]);
    meaning.groups?.set(day, group);
    meaning.lastDay = day;
    meaning.lastGroup = group;
    return group;
  }

  /** Kinds that differ in what does not matter here share a group. */
  #newGroup({ shape, model }: Meaning, day: number): Group {
    const name = JSON.stringify([shape.name, model, day]);
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = { model, day, sums: new Float64Array(MOST_METERS), requests: 0 };
      this.#groups.set(name, group);
      this.#numbered.push(group);
    }
    return group;
  }

  /** False for a copy of a reply with no more tokens than the one that counts; else that one counts no longer. */
  #isMore({ sums, meters }: Program, group: Group, first: number, second: number): boolean {
    const { replies } = this;
    const isNew = replies.meet(first, second);
    const { piece, place } = replies;
    if (!isNew) {
      this.copies += 1;
      let more = 0;
      for (let i = 0; i < meters.length; i += 1) more += (sums[i] ?? 0) - (piece[place + 2 + i] ?? 0);
      if (more <= 0) return false;
      this.#takeBack(piece, place, meters);
    }
    piece[place] = this.#numberOf(group);
    for (let i = 0; i < meters.length; i += 1) piece[place + 2 + i] = sums[i] ?? 0;
    return true;
  }

  /** Copies of one reply are of kinds with the same meters, or differ by more than this prototype follows. */
  #takeBack(piece: Uint32Array, place: number, meters: readonly number[]): void {
    const group = this.#numbered[(piece[place] ?? 0) - 1] ?? NO_GROUP;
    for (let i = 0; i < meters.length; i += 1) {
      const meter = meters[i] ?? 0;
      group.sums[meter] = (group.sums[meter] ?? 0) - (piece[place + 2 + i] ?? 0);
    }
    group.requests -= 1;
  }

  #lastGroup = NO_GROUP;
  #lastNumber = 0;

  #numberOf(group: Group): number {
    if (group !== this.#lastGroup) {
      this.#lastGroup = group;
      this.#lastNumber = this.#numbered.indexOf(group) + 1;
    }
    return this.#lastNumber;
  }

  /** The tokens of each group, by meter, and how many requests they are of. */
  rows() {
    return this.#numbered.map(({ model, day, requests, sums }) => ({
      model,
      day,
      requests,
      sums: [...sums],
    }));
  }
}

const NO_GROUP: Group = { model: '', day: -1, sums: new Float64Array(MOST_METERS), requests: 0 };
