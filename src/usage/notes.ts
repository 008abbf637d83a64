import { type JsonObject, type JsonValue, field } from '../core/json.ts';
import { shown } from '../core/show-value.ts';

/**
 * What a shape's reader finds wrong or odd while it reads one record. A count that cannot be read
 * is a problem and spoils the record: it is neither used nor taken for zero.
 */
export class Notes {
  /** Why the record cannot be priced: one sentence each, naming the field and its value. */
  readonly problems: string[] = [];
  /** What was odd about it although it can be. */
  readonly warnings: string[] = [];

  /**
   * A whole number of at least 0 that a double holds exactly (below 2^53). Absent and null are
   * undefined; a text, a fraction, a negative or a larger number is noted as a problem.
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
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)
      return value === 0 ? 0 : value;
    this.problems.push(`${name} is ${shown(value)}, not a whole number of at least 0 and below 2^53`);
    return undefined;
  }

  /** An amount that may be fractional (seconds); otherwise as `count`. */
  amount(object: JsonObject | undefined, name: string): number | undefined {
    const value = field(object, name);
    if (value === undefined || value === null) return undefined;
    const isTooLarge = typeof value === 'number' && value > Number.MAX_SAFE_INTEGER;
    if (typeof value === 'number' && value >= 0 && !isTooLarge) return value === 0 ? 0 : value;
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

  /**
   * Notes a total that says more than was read: some providers leave tokens out of the parts that
   * they bill, and these must not go unsaid.
   */
  checkTotal(total: number | undefined, ...parts: readonly (number | undefined)[]): void {
    if (total === undefined) return;
    let read = 0;
    for (const part of parts) read += part ?? 0;
    if (total > read) {
      this.warnings.push(
        `the total of ${total} tokens is ${total - read} more than the parts: these are not counted`,
      );
    }
  }
}
