import { UsageError } from '../../core/errors.ts';
import { momentOf, noDate, type DayEdge } from '../../core/dates.ts';
import { parseAmount, parseCount, parseUsd } from './counts.ts';
import { parseDuration } from './duration.ts';
import { own } from '../../core/collections.ts';

/**
 * The flags of one command as the user gave them. Every value is checked where it is read, so that
 * an error names the flag and the value.
 */
export class Flags {
  private readonly values: Readonly<Record<string, unknown>>;
  private readonly now: Date;

  /** @param now what dates such as `30d` are counted from. */
  constructor(values: Readonly<Record<string, unknown>>, now = new Date()) {
    this.values = values;
    this.now = now;
  }

  isGiven(name: string): boolean {
    return this.value(name) !== undefined;
  }

  /** True when the flag was given (`--json`); `--no-x` makes `x` false. */
  yes(name: string): boolean {
    return this.value(name) === true;
  }

  no(name: string): boolean {
    return this.value(name) === false;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** A flag that may be given several times or hold a list with commas. */
  list(name: string): readonly string[] {
    const value = this.value(name);
    const texts = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
    return texts
      .flatMap((text) => text.split(','))
      .map((text) => text.trim())
      .filter((text) => text !== '');
  }

  /** The values of a flag that may be given several times, as they were given. */
  each(name: string): readonly string[] {
    const value = this.value(name);
    return Array.isArray(value) ? value.map(String) : [];
  }

  count(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : parseCount(text, flagOf(name));
  }

  amount(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : parseAmount(text, flagOf(name));
  }

  /** An amount in USD. */
  usd(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : parseUsd(text, flagOf(name));
  }

  durationMs(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : parseDuration(text, flagOf(name));
  }

  /** One of the choices, in any case. @throws UsageError that lists them. */
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const found = choices.find((choice) => choice.toLowerCase() === text.trim().toLowerCase());
    if (found !== undefined) return found;
    throw new UsageError(`${flagOf(name)} cannot be "${text}".`, `Choose one of ${choices.join(', ')}.`);
  }

  /** A date or a moment, UTC unless it says otherwise (see core/dates.ts). @throws UsageError that names the flag. */
  moment(name: string, edge: DayEdge): Date | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const moment = momentOf(text, edge, this.now);
    if (moment === undefined) throw noDate(flagOf(name), text);
    return moment;
  }

  private value(name: string): unknown {
    return own(this.values, name);
  }
}

/** `cacheRead` → `--cache-read`, `cacheWrite1h` → `--cache-write-1h`. */
export function flagOf(name: string): string {
  return `--${name.replace(/([a-z])([A-Z]|\d)/g, '$1-$2').toLowerCase()}`;
}
