/** Readers of the values of a settings file. Each reports what it cannot use and answers undefined. */
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { unknownName, type Issue, type Path } from './issue.ts';
import { shown } from '../show-value.ts';

/** One file while it is read: its issues are gathered, so that all of them can be told at once. */
export class Reading {
  readonly issues: Issue[] = [];

  report(path: Path, problem: string): undefined {
    this.issues.push({ path, problem });
    return undefined;
  }

  object(value: JsonValue | undefined, path: Path): JsonObject | undefined {
    return isJsonObject(value) ? value : this.report(path, `must be an object, not ${shown(value)}`);
  }

  /** An object that has these fields and no others. */
  known(value: JsonValue | undefined, path: Path, names: readonly string[]): JsonObject | undefined {
    const object = this.object(value, path);
    for (const name of Object.keys(object ?? {})) {
      if (!names.includes(name)) this.report([...path, name], unknownName(name, names));
    }
    return object;
  }

  /** The fields of an object, each read in the same way; those that cannot be used are left out. */
  each<T>(
    value: JsonValue | undefined,
    path: Path,
    read: (value: JsonValue, path: Path, name: string) => T | undefined,
  ): ReadonlyMap<string, T> {
    const found = new Map<string, T>();
    for (const [name, field] of Object.entries(this.object(value, path) ?? {})) {
      const result = field === undefined ? undefined : read(field, [...path, name], name);
      if (result !== undefined) found.set(name, result);
    }
    return found;
  }

  list<T>(
    value: JsonValue | undefined,
    path: Path,
    read: (value: JsonValue, path: Path) => T | undefined,
  ): readonly T[] {
    if (!isList(value)) return this.report(path, `must be a list, not ${shown(value)}`) ?? [];
    return value.flatMap((item, index) => {
      const result = read(item, [...path, index]);
      return result === undefined ? [] : [result];
    });
  }

  text(value: JsonValue | undefined, path: Path): string | undefined {
    if (typeof value === 'string' && value.trim() !== '') return value;
    return this.report(path, `must be a text, not ${shown(value)}`);
  }

  /** A text of one form; `form` says it in words: `a day such as 2026-11-01`. */
  textLike(value: JsonValue | undefined, path: Path, pattern: RegExp, form: string): string | undefined {
    if (typeof value === 'string' && pattern.test(value)) return value;
    return this.report(path, `must be ${form}, not ${shown(value)}`);
  }

  number(
    value: JsonValue | undefined,
    path: Path,
    { above, atLeast = 0, atMost }: Bounds = {},
  ): number | undefined {
    const isFine =
      typeof value === 'number' &&
      Number.isFinite(value) &&
      (above === undefined ? value >= atLeast : value > above) &&
      (atMost === undefined || value <= atMost);
    if (isFine) return value;
    const from =
      above === undefined
        ? atMost === undefined
          ? `${atLeast} or more`
          : `from ${atLeast}`
        : `above ${above}`;
    const to = atMost === undefined ? '' : above === undefined ? ` to ${atMost}` : ` and at most ${atMost}`;
    return this.report(path, `must be a number, ${from}${to}, not ${shown(value)}`);
  }
}

interface Bounds {
  readonly above?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
