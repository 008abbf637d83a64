import { asObject, field, type JsonValue } from '../core/json.ts';
import { DataReader } from '../core/reading/data-reader.ts';
import { ENCODING_NAMES, isEncoding, type EncodingName } from './bpe/encodings.ts';
import { ruleFor } from './model-names.ts';
import type { TokenRange } from './range.ts';

/** What the API puts around the messages of a chat, and around its tools. */
export const FRAMINGS = ['chatml', 'reasoning', 'harmony', 'anthropic', 'gemini', 'other', 'none'] as const;
export type Framing = (typeof FRAMINGS)[number];

/** The models that share a tokenizer. */
export interface Family {
  readonly family: string;
  readonly models: readonly string[];
  /** How texts are counted: exactly in an encoding, or as so many times their o200k_base tokens. */
  readonly text: { readonly encoding: EncodingName } | { readonly perO200k: TokenRange };
  readonly framing: Framing;
  readonly source: string;
}

/** Tokens of the prompt that a provider adds where a request has tools, by what the model may choose. */
export interface ToolPrompt {
  readonly models: readonly string[];
  readonly auto: number;
  readonly required: number;
}

export interface Families {
  /** `YYYY-MM-DD`, when the table was last compared with its sources. */
  readonly checked: string;
  readonly families: readonly Family[];
  readonly toolPrompts: readonly ToolPrompt[];
}

/** Reads `fixtures/tokenizers.json`. @throws UsageError with the path of what is wrong. */
export function parseFamilies(value: JsonValue): Families {
  const reader = new DataReader('tokenizers');
  const file = asObject(value);
  const families = reader.list(field(file, 'families'), 'families').map((item, index): Family => {
    const path = `families[${index}]`;
    const family = reader.object(item, path);
    const name = field(family, 'encoding');
    const framing = reader.text(field(family, 'framing'), `${path}.framing`);
    return {
      family: reader.text(field(family, 'family'), `${path}.family`),
      models: reader.texts(field(family, 'models'), `${path}.models`),
      text:
        name === undefined
          ? { perO200k: readRange(reader, field(family, 'perO200k'), `${path}.perO200k`) }
          : { encoding: readEncoding(reader, name, `${path}.encoding`) },
      framing:
        FRAMINGS.find((each) => each === framing) ?? reader.fail(`${path}.framing`, FRAMINGS.join(', ')),
      source: reader.text(field(family, 'source'), `${path}.source`),
    };
  });
  const toolPrompts = reader
    .list(field(file, 'toolPrompts'), 'toolPrompts')
    .map((item, index): ToolPrompt => {
      const path = `toolPrompts[${index}]`;
      const rule = reader.object(item, path);
      return {
        models: reader.texts(field(rule, 'models'), `${path}.models`),
        auto: reader.number(field(rule, 'auto'), `${path}.auto`),
        required: reader.number(field(rule, 'required'), `${path}.required`),
      };
    });
  return { checked: reader.text(field(file, 'checked'), 'checked'), families, toolPrompts };
}

function readEncoding(reader: DataReader, value: JsonValue, path: string): EncodingName {
  const name = reader.text(value, path);
  return isEncoding(name) ? name : reader.fail(path, `one of ${ENCODING_NAMES.join(', ')}`);
}

/** Three figures that do not fall. */
export function readRange(reader: DataReader, value: JsonValue | undefined, path: string): TokenRange {
  const range = reader.object(value, path);
  const figure = (name: string) => reader.number(field(range, name), `${path}.${name}`);
  const [low, likely, high] = [figure('low'), figure('likely'), figure('high')];
  return low <= likely && likely <= high
    ? { low, likely, high }
    : reader.fail(path, 'low, likely and high, in this order');
}

/** The family of a model. A model that nobody knows has one too: it is estimated. */
export function familyOf({ families }: Families, model: string): Family {
  return ruleFor(families, model) ?? UNKNOWN;
}

/** For a table that a user wrote without a rule for all. */
const UNKNOWN: Family = {
  family: 'this model',
  models: ['*'],
  text: { perO200k: { low: 0.8, likely: 1.1, high: 1.7 } },
  framing: 'other',
  source: 'the tokenizer is not known here',
};
