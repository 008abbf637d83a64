import { UsageError } from '../../core/errors.ts';
import type { JsonValue } from '../../core/json.ts';
import { asList, asObject, field } from '../../core/json.ts';
import { Column } from './columns.ts';
import { quarterOf, stretchOf, PERIODS, type Calendar, type Period, type Stretch } from './calendar.ts';
import { ABSENT, type FastRecord } from '../../usage/logs/fast/record.ts';

/** What the model, and the conditions of a request, tell. */
export const RATE_GROUP_DIMENSIONS = ['model', 'provider', 'mode', 'tier'] as const;
/** What each line tells. */
const LINE_GROUPS = [...PERIODS, 'file', 'agent', 'session', 'project', 'user', 'tag'] as const;

/** What requests can be grouped by, beside a path into their lines. */
export const GROUP_NAMES: readonly string[] = [...RATE_GROUP_DIMENSIONS, ...LINE_GROUPS];

export type RateGroupDimension = (typeof RATE_GROUP_DIMENSIONS)[number];

/** One thing to group by. */
export type Dimension =
  | { readonly name: RateGroupDimension; readonly of: 'rateGroup' }
  | { readonly name: string; readonly of: 'line'; readonly kind: LineKind };

type LineKind =
  | { readonly by: Period }
  | { readonly by: 'file' | 'agent' | 'session' | 'project' | 'user' | 'tag' }
  | { readonly by: 'path'; readonly path: readonly string[] };

/** @throws UsageError for a name that is no group. */
export function dimensionsOf(names: readonly string[]): readonly Dimension[] {
  return [...new Set(names)].map(dimensionOf);
}

function dimensionOf(name: string): Dimension {
  const rateGroup = RATE_GROUP_DIMENSIONS.find((each) => each === name.toLowerCase());
  if (rateGroup !== undefined) return { name: rateGroup, of: 'rateGroup' };
  const line = LINE_GROUPS.find((each) => each === name.toLowerCase());
  if (line !== undefined) return { name: line, of: 'line', kind: { by: line } };
  const path = name.startsWith('.') ? name.slice(1).split('.') : [];
  if (path.length > 0 && path.every((part) => part !== ''))
    return { name, of: 'line', kind: { by: 'path', path } };
  throw new UsageError(
    `Requests cannot be grouped by "${name}".`,
    `Choose among ${GROUP_NAMES.join(', ')}, or give a path such as .metadata.team.`,
  );
}

/** What of a line stands beside the record that was made of it. */
export interface LineContext {
  readonly file: string;
  readonly tags: readonly string[] | undefined;
  readonly value: JsonValue | undefined;
}

/** Numbers the groups that lines belong to, so that a line's group is an integer. */
export class Grouper {
  readonly #dimensions: readonly LineDimension[];
  /** For each number but 0, of which there is one less: the group without its last value, and that value. */
  readonly #befores = new Column();
  readonly #lasts = new Column();
  #size = 0;
  readonly #pairs = new Map<number, number>();
  #lastPair = -1;
  #lastMade = 0;

  constructor(dimensions: readonly Dimension[], calendar: Calendar) {
    this.#dimensions = dimensions.flatMap((dimension) =>
      dimension.of === 'line' ? [new LineDimension(dimension.kind, calendar)] : [],
    );
  }

  idOf(record: FastRecord, beside: LineContext): number {
    let id = 0;
    if (this.#dimensions.length === 0) return id;
    for (const dimension of this.#dimensions) id = this.#pair(id, dimension.valueOf(record, beside));
    return id;
  }

  /** True where the file that a line stands in tells its group. */
  get looksAtFile(): boolean {
    return this.#dimensions.some(({ by }) => by === 'file');
  }

  /**
   * When the lines of one file that tell of one agent are in one group, around a moment; undefined where other texts of
   * a line tell its group as well.
   */
  stretchOf(atMs: number): Stretch | undefined {
    let [fromMs, untilMs] = [-Infinity, Infinity];
    for (const dimension of this.#dimensions) {
      const stretch = dimension.stretchOf(atMs);
      if (stretch === undefined) return undefined;
      fromMs = Math.max(fromMs, stretch.fromMs);
      untilMs = Math.min(untilMs, stretch.untilMs);
    }
    return { fromMs, untilMs };
  }

  #pair(before: number, value: number): number {
    const key = before * MOST_VALUES + value;
    if (key === this.#lastPair) return this.#lastMade;
    let made = this.#pairs.get(key);
    if (made === undefined) {
      this.#befores.set(this.#size, before);
      this.#lasts.set(this.#size, value);
      this.#size += 1;
      made = this.#size;
      this.#pairs.set(key, made);
    }
    this.#lastPair = key;
    this.#lastMade = made;
    return made;
  }

  /** How many dimensions lines tell. */
  get lineDimensions(): number {
    return this.#dimensions.length;
  }

  /** The group without its last so many values. */
  prefixOf(id: number, dropped: number): number {
    let at = id;
    for (let left = dropped; left > 0 && at > 0; left -= 1) at = this.#befores.get(at - 1);
    return at;
  }

  /** The texts of a group, in the order of the dimensions that lines tell; null where a line does not. */
  valuesOf(id: number): readonly (string | null)[] {
    const values: (string | null)[] = [];
    let at = id;
    for (let i = this.#dimensions.length - 1; i >= 0; i -= 1) {
      const value = at === 0 ? 0 : this.#lasts.get(at - 1);
      values.unshift(this.#dimensions[i]?.textOf(value) ?? null);
      at = at === 0 ? 0 : this.#befores.get(at - 1);
    }
    return values;
  }
}

/** More different values than memory holds. */
const MOST_VALUES = 2 ** 26;

const ALL_TIME: Stretch = { fromMs: -Infinity, untilMs: Infinity };

class LineDimension {
  readonly #kind: LineKind;
  readonly #calendar: Calendar;
  readonly #period: Period | undefined;
  readonly #values = new Map<string, number>();
  readonly #texts: (string | null)[] = [null];
  readonly #quarters = new Map<number, number>();
  #stretch: Stretch = { fromMs: 0, untilMs: 0 };
  #lastQuarter = Number.NaN;
  #lastText: string | undefined = undefined;
  #last = 0;

  constructor(kind: LineKind, calendar: Calendar) {
    this.#kind = kind;
    this.#calendar = calendar;
    this.#period = PERIODS.find((period) => period === kind.by);
  }

  get by(): LineKind['by'] {
    return this.#kind.by;
  }

  /** As `Grouper.stretchOf`. */
  stretchOf(atMs: number): Stretch | undefined {
    if (this.#period === undefined || atMs === ABSENT) {
      const { by } = this.#kind;
      return this.#period !== undefined || by === 'file' || by === 'agent' || by === 'tag'
        ? ALL_TIME
        : undefined;
    }
    const { fromMs, untilMs } = this.#stretch;
    if (atMs < fromMs || atMs >= untilMs) this.#stretch = stretchOf(this.#calendar, this.#period, atMs);
    return this.#stretch;
  }

  textOf(value: number): string | null {
    return this.#texts[value] ?? null;
  }

  valueOf(record: FastRecord, beside: LineContext): number {
    if (this.#period !== undefined) return this.#timeOf(this.#period, record.atMs);
    const text = this.#rawOf(record, beside);
    if (text === this.#lastText) return this.#last;
    this.#lastText = text;
    this.#last = this.#number(text);
    return this.#last;
  }

  #timeOf(period: Period, atMs: number): number {
    if (atMs === ABSENT) return 0;
    const quarter = quarterOf(atMs);
    if (quarter === this.#lastQuarter) return this.#last;
    let value = this.#quarters.get(quarter);
    if (value === undefined) {
      value = this.#number(this.#calendar.label(period, atMs));
      this.#quarters.set(quarter, value);
    }
    this.#lastQuarter = quarter;
    this.#last = value;
    return value;
  }

  #rawOf(record: FastRecord, beside: LineContext): string | undefined {
    const { by } = this.#kind;
    switch (by) {
      case 'file':
        return beside.file;
      case 'agent':
        return record.agent;
      case 'session':
        return record.session.text;
      case 'project':
        return record.project.text;
      case 'user':
        return record.user.text;
      case 'tag':
        // A request with two tags stands in a group of both, so that groups add up to the total.
        return beside.tags === undefined ? undefined : [...beside.tags].sort().join(', ');
      case 'path':
        return textAt(beside.value, this.#kind.path);
      default:
        return undefined;
    }
  }

  #number(text: string | undefined): number {
    if (text === undefined) return 0;
    let value = this.#values.get(text);
    if (value === undefined) {
      value = this.#texts.length;
      this.#texts.push(text);
      this.#values.set(text, value);
    }
    return value;
  }
}

/** What stands at a path: texts as they are, all else as JSON; undefined for nothing and for null. */
function textAt(value: JsonValue | undefined, path: readonly string[]): string | undefined {
  let at = value;
  for (const name of path) {
    at = Array.isArray(at) ? asList(at)[Number(name)] : field(asObject(at), name);
  }
  if (at === undefined || at === null) return undefined;
  return typeof at === 'string' ? at : jsonOf(at);
}

/** What others write may be a million levels deep, and making JSON of it takes a stack as deep. */
function jsonOf(value: JsonValue): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return 'nested too deep';
    throw error;
  }
}
