import { UsageError } from '../errors.ts';
import { asList, asNumber, asObject, asText, type JsonObject, type JsonValue } from '../json.ts';

/** Takes a data file apart, and stops at what is not as it must be: a file of ours, or a user's in its place. */
export class DataReader {
  private readonly what: string;

  constructor(what: string) {
    this.what = what;
  }

  fail(path: string, expected: string): never {
    throw new UsageError(
      `The ${this.what} file is wrong at ${path}: it must be ${expected}.`,
      'Mend the file.',
    );
  }

  list(value: JsonValue | undefined, path: string): readonly JsonValue[] {
    return Array.isArray(value) ? asList(value) : this.fail(path, 'a list');
  }

  texts(value: JsonValue | undefined, path: string): readonly string[] {
    return this.list(value, path).map((item, index) => this.text(item, `${path}[${index}]`));
  }

  text(value: JsonValue | undefined, path: string): string {
    return asText(value) ?? this.fail(path, 'a text');
  }

  object(value: JsonValue | undefined, path: string): JsonObject {
    return asObject(value) ?? this.fail(path, 'an object');
  }

  /** The fields of an object that holds something. */
  entries(value: JsonValue | undefined, path: string): readonly [string, JsonValue | undefined][] {
    const entries = Object.entries(this.object(value, path));
    return entries.length > 0 ? entries : this.fail(path, 'an object that holds something');
  }

  number(value: JsonValue | undefined, path: string): number {
    const number = asNumber(value);
    return number !== undefined && number >= 0 ? number : this.fail(path, 'a number of 0 or more');
  }

  positive(value: JsonValue | undefined, path: string): number {
    const number = asNumber(value);
    return number !== undefined && number > 0 ? number : this.fail(path, 'a number above 0');
  }

  numbers(value: JsonValue | undefined, path: string): Readonly<Record<string, number>> {
    const entries = this.entries(value, path);
    return Object.fromEntries(entries.map(([name, item]) => [name, this.number(item, `${path}.${name}`)]));
  }
}
