/** What the arguments of a tool may be: their JSON Schema, and how they become the flags of a command. */
import { own } from '../../../core/collections.ts';
import { UsageError } from '../../../core/errors.ts';
import { asObject } from '../../../core/json.ts';
import { nearest } from '../../../core/nearest.ts';
import { quoted } from '../../../core/show-value.ts';

export type ArgumentKind = 'text' | 'texts' | 'count' | 'number' | 'boolean' | 'object';

export interface Argument {
  readonly kind: ArgumentKind;
  /** For the model that fills it in. */
  readonly about: string;
  readonly choices?: readonly string[];
  readonly required?: true;
}

export type Arguments = Readonly<Record<string, Argument>>;

/** Values as commander gives them to `Flags`. */
export type FlagValues = Readonly<Record<string, string | boolean | readonly string[]>>;

const SCHEMAS: Readonly<Record<ArgumentKind, object>> = {
  text: { type: 'string' },
  texts: { type: 'array', items: { type: 'string' } },
  count: { type: 'integer', minimum: 0 },
  number: { type: 'number', minimum: 0 },
  boolean: { type: 'boolean' },
  object: { type: 'object' },
};

export function inputSchemaOf(all: Arguments) {
  const properties = Object.entries(all).map(([name, { kind, about, choices }]) => {
    const limits = choices === undefined ? {} : limitedTo(choices, kind);
    return [name, { ...SCHEMAS[kind], ...limits, description: about }];
  });
  return {
    type: 'object' as const,
    properties: Object.fromEntries(properties),
    required: Object.keys(all).filter((name) => all[name]?.required === true),
    additionalProperties: false,
  };
}

function limitedTo(choices: readonly string[], kind: ArgumentKind): object {
  return kind === 'texts' ? { items: { type: 'string', enum: choices } } : { enum: choices };
}

/** @throws UsageError that names the argument. */
export function readArguments(all: Arguments, given: unknown): FlagValues {
  const values = asObject(given ?? {});
  if (values === undefined) throw new UsageError('The arguments must be an object.');
  const entries = Object.entries(values).flatMap(([name, value]) => {
    const argument = own(all, name);
    if (argument === undefined) throw unknownArgument(name, all);
    // Some models fill in every argument, and write null for what they do not mean.
    return value === undefined || value === null ? [] : [[name, flagValue(name, argument, value)] as const];
  });
  const read: FlagValues = Object.fromEntries(entries);
  const missing = Object.keys(all).find((name) => all[name]?.required === true && read[name] === undefined);
  if (missing === undefined) return read;
  throw new UsageError(`The argument ${missing} is missing.`);
}

function unknownArgument(name: string, all: Arguments): UsageError {
  const [near] = nearest(name, Object.keys(all), (known) => known, 1);
  const hint = near === undefined ? `There are ${Object.keys(all).join(', ')}.` : `Did you mean ${near}?`;
  return new UsageError(`There is no argument ${quoted(name)}.`, hint);
}

const MAX_CHARACTERS = 4000;
const MAX_TEXTS = 200;

function flagValue(name: string, { kind, choices }: Argument, value: unknown): FlagValues[string] {
  switch (kind) {
    case 'text':
      return choice(name, shortText(name, value), choices);
    case 'texts': {
      const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (texts.length > MAX_TEXTS) throw wrong(name, `at most ${MAX_TEXTS} texts`);
      return texts.map((text) => choice(name, shortText(name, text), choices));
    }
    case 'count':
    case 'number':
      // Text too: models write 300k as people do.
      if (typeof value === 'number') return String(value);
      if (typeof value === 'string') return shortText(name, value);
      throw wrong(name, 'a number');
    case 'boolean':
      if (typeof value === 'boolean') return value;
      throw wrong(name, 'true or false');
    case 'object':
      if (asObject(value) !== undefined) return JSON.stringify(value);
      throw wrong(name, 'an object');
    default:
      return kind satisfies never;
  }
}

function shortText(name: string, value: unknown): string {
  if (typeof value !== 'string') throw wrong(name, 'text');
  if (value.length > MAX_CHARACTERS) throw wrong(name, `at most ${MAX_CHARACTERS} characters long`);
  return value;
}

function choice(name: string, text: string, choices: readonly string[] | undefined): string {
  if (choices === undefined || choices.includes(text)) return text;
  throw new UsageError(`${name} cannot be ${quoted(text)}.`, `Choose one of ${choices.join(', ')}.`);
}

function wrong(name: string, what: string): UsageError {
  return new UsageError(`${name} must be ${what}.`);
}
