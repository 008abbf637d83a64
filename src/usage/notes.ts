import { type JsonObject, type JsonValue, field } from '../core/json.ts';
import type { Assumption } from '../core/notice.ts';
import { shown } from '../core/show-value.ts';
import type { UsageRecord } from './usage.ts';

/** Digits as databases export a whole number: `1200`, `1200.0`. */
const WHOLE_DIGITS = /^\s*(\d{1,16})(?:\.0+)?\s*$/;
const DECIMAL_DIGITS = /^\s*\d{1,16}(?:\.\d{1,20})?\s*$/;

type RecordNotes = Pick<UsageRecord, 'warnings' | 'assumptions'>;

/**
 * What a reader finds wrong or odd in one usage object. A count that cannot be read is a problem:
 * the record is refused, and the count is neither used nor taken for zero.
 */
export class Notes {
  /** Why the record cannot be priced: one sentence each, naming the field and its value. */
  readonly problems: string[] = [];
  /** What was odd about it although it can be. */
  readonly warnings: string[] = [];
  /** What the record does not say and the reader supposed. */
  readonly assumptions: Assumption[] = [];
  readonly #takesDigits: boolean;

  /** @param takesDigits whether digits in a string are a number, as logs write it; in a program they are not. */
  constructor({ takesDigits = true }: { readonly takesDigits?: boolean } = {}) {
    this.#takesDigits = takesDigits;
  }

  /** Notes an assumption, once. What begins with the name of a field keeps its spelling. */
  assume(code: string, message: string): void {
    const isWord = /^[a-z]+ /.test(message);
    const sentence = `${isWord ? message.charAt(0).toUpperCase() + message.slice(1) : message}.`;
    if (this.assumptions.some((known) => known.message === sentence)) return;
    this.assumptions.push({ code, message: sentence });
  }

  /** What a record says of them, behind what it says already. */
  fieldsOf(record: RecordNotes = {}): RecordNotes {
    const warnings = [...(record.warnings ?? []), ...this.warnings];
    const assumptions = [...(record.assumptions ?? []), ...this.assumptions];
    return {
      ...(warnings.length > 0 ? { warnings } : {}),
      ...(assumptions.length > 0 ? { assumptions } : {}),
    };
  }

  /**
   * A whole number of at least 0 and below 2^53, also as digits in a string. Absent, null and an empty
   * string are undefined; any other value is noted as a problem.
   */
  count(object: JsonObject | undefined, name: string): number | undefined {
    return this.wholeNumber(field(object, name), name);
  }

  /** The first of several spellings of one count that is there. */
  firstCount(object: JsonObject | undefined, ...names: readonly string[]): number | undefined {
    for (const name of names) {
      const count = this.count(object, name);
      if (count !== undefined) return count;
    }
    return undefined;
  }

  /** `count` for a value that was taken out of its object by other means; `name` is for the message. */
  wholeNumber(value: JsonValue | undefined, name: string): number | undefined {
    if (isEmpty(value)) return undefined;
    const digits = this.#takesDigits && typeof value === 'string' ? WHOLE_DIGITS.exec(value)?.[1] : undefined;
    const count = digits === undefined ? value : Number(digits);
    if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0)
      return count === 0 ? 0 : count;
    this.problems.push(`${name} is ${shown(value)}, not a whole number of at least 0 and below 2^53`);
    return undefined;
  }

  /** An amount that may be fractional (seconds); otherwise as `count`. */
  amount(object: JsonObject | undefined, name: string): number | undefined {
    const value = field(object, name);
    if (isEmpty(value)) return undefined;
    const isDigits = this.#takesDigits && typeof value === 'string' && DECIMAL_DIGITS.test(value);
    const amount = isDigits ? Number(value) : value;
    const isTooLarge = typeof amount === 'number' && amount > Number.MAX_SAFE_INTEGER;
    if (typeof amount === 'number' && amount >= 0 && !isTooLarge) return amount === 0 ? 0 : amount;
    this.problems.push(
      `${name} is ${shown(value)}, not a number of at least 0${isTooLarge ? ' and below 2^53' : ''}`,
    );
    return undefined;
  }

  /** The sum of counts, undefined where none is there; a sum of 2^53 or more is a problem. */
  sum(name: string, ...counts: readonly (number | undefined)[]): number | undefined {
    let sum: number | undefined;
    for (const count of counts) if (count !== undefined) sum = (sum ?? 0) + count;
    if (sum === undefined || Number.isSafeInteger(sum)) return sum;
    this.problems.push(`the ${name} add up to 2^53 or more`);
    return undefined;
  }
}

function isEmpty(value: JsonValue | undefined): value is null | undefined | '' {
  return value === undefined || value === null || value === '';
}
