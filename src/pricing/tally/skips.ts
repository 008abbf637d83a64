import type { LineSkip } from '../../usage/logs/log-reader.ts';

/** Why something in a log was not added up. */
export type TallySkip = LineSkip | 'duplicate' | 'outside the dates' | 'no time';

/** Where something stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface SkipExample extends Place {
  readonly detail: string;
}

export interface SkipRow {
  readonly reason: TallySkip;
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly SkipExample[];
}

/** Behind these may stand requests that cost something: a total beside them is "at least". */
const DOUBTFUL: ReadonlySet<TallySkip> = new Set<TallySkip>([
  'not JSON',
  'line too long',
  'unreadable',
  'unknown usage',
]);

export function isDoubtful(reason: TallySkip): boolean {
  return DOUBTFUL.has(reason);
}

const EXAMPLES = 3;

/** Counts what is passed over, by its reason. */
export class Skips {
  readonly #rows = new Map<TallySkip, { count: number; readonly examples: SkipExample[] }>();

  /** @param count of how many lines it is said; this one is the first of them. */
  add(reason: TallySkip, detail: string, file: string, line: number, count = 1): void {
    const row = this.#rows.get(reason);
    if (row === undefined) {
      this.#rows.set(reason, { count, examples: [{ file, line, detail }] });
      return;
    }
    row.count += count;
    if (row.examples.length < EXAMPLES) row.examples.push({ file, line, detail });
  }

  /** True where further ones of a reason are only counted. */
  hasExamples(reason: TallySkip): boolean {
    return this.#rows.get(reason)?.examples.length === EXAMPLES;
  }

  /** Counts further ones of a reason that has its examples. */
  count(reason: TallySkip, count: number): void {
    const row = this.#rows.get(reason);
    if (row !== undefined) row.count += count;
  }

  rows(): readonly SkipRow[] {
    const rows = [...this.#rows].map(([reason, { count, examples }]) => ({ reason, count, examples }));
    return rows.sort((a, b) => b.count - a.count);
  }
}

/** An oddity of records that were priced all the same. */
export interface Remark extends Place {
  readonly message: string;
  readonly count: number;
}

const MOST_REMARKS = 100;

/** Counts remarks; those that differ in their figures alone are one. */
export class Remarks {
  readonly #byForm = new Map<string, { readonly first: Remark; count: number }>();
  #others = 0;

  /** @param count of how many requests it is said; the line is that of the first. */
  add(message: string, file: string, line: number, count = 1): void {
    const form = message.replace(/\d+/g, '0');
    const known = this.#byForm.get(form);
    if (known !== undefined) known.count += count;
    else if (this.#byForm.size >= MOST_REMARKS) this.#others += count;
    else this.#byForm.set(form, { first: { message, file, line, count }, count });
  }

  rows(): readonly Remark[] {
    return [...this.#byForm.values()].map(({ first, count }) => ({ ...first, count }));
  }

  /** How many were of further kinds. */
  get others(): number {
    return this.#others;
  }
}
