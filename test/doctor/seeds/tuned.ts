import type { JsonObject } from '../../../src/core/json.ts';
import {
  numberOf,
  one,
  pricesIn,
  put,
  textOf,
  type Copy,
  type Fields,
  type Seed,
  type Seeds,
} from './seed.ts';

/** Kinds of faults that the rules were made with. Those in held-back.ts were not looked at meanwhile. */
export const TUNED: Seeds = {
  'three places up': onOne((value) => value * 1e3),
  'six places up': onOne((value) => value * 1e6),
  'three places down': onOne((value) => value / 1e3),
  'ten times too high': onOne((value) => value * 10),
  'ten times too low': onOne((value) => value / 10),
  'a hundred times too low, all prices': onAll((value) => value / 100),
  'per 1K tokens in fields per token': onAll((value) => value * 1e3, /token/),
  'input and output swapped': swapped('input_cost_per_token', 'output_cost_per_token'),
  'input and cached swapped': swapped('input_cost_per_token', 'cache_read_input_token_cost'),
  'limits swapped': swapped('max_input_tokens', 'max_output_tokens'),
  'tier and standard swapped': conditionSwapped(/_(flex|priority|batches)$/),
  'long context and base swapped': conditionSwapped(/_above_\d+k_tokens$/),
  'a rate dropped': (fields, { random }) => {
    const name = one(pricesIn(fields), random);
    return name === undefined ? [] : put(fields, name, undefined);
  },
  'batch at the standard price': atPlainPrice(/_batches$/),
  'long context at the base price': atPlainPrice(/_above_\d+k_tokens$/),
  'priority at the standard price': atPlainPrice(/_priority$/),
  'flex at the standard price': atPlainPrice(/_flex$/),
  'an alias at another price than its dated twin': (fields, around) =>
    hasTwin(fields, around.copies) && !/\d{8}|\d{4}-\d\d-\d\d/.test(around.key)
      ? onAll((value) => value * (one([0.5, 2, 1.5, 3], around.random) ?? 2))(fields, around)
      : [],
  "a reseller's copy at twice the maker's price": (fields, around) =>
    isResold(fields, around.copies) ? onAll((value) => value * 2)(fields, around) : [],
  'yuan for dollars': onAll((value) => value * 7.12),
  'yuan for dollars, one price': onOne((value) => value * 7.25),
  'divided by the rate of the yuan': onAll((value) => value / 7.2),
  'rupees for dollars': onAll((value) => value * 83),
  'a digit missing in the window': (fields, { copies }) => {
    const window = numberOf(fields, 'max_input_tokens');
    const isKnown = copies.some((copy) => numberOf(copy.fields, 'max_input_tokens') === window);
    return window < 10_000 || !isKnown ? [] : put(fields, 'max_input_tokens', Math.floor(window / 10));
  },
  'audio at the text rate': (fields, { random }) => {
    const name = one(pricesIn(fields, /_audio_token$/), random);
    return name === undefined
      ? []
      : put(fields, name, numberOf(fields, name.replace('_audio', '')) || undefined);
  },
  'a wrong mode': (fields, { random }) => {
    const modes = ['chat', 'embedding', 'image_generation', 'audio_transcription', 'rerank'];
    const mode = one(modes, random) ?? 'chat';
    return textOf(fields, 'mode') === '' ? [] : put(fields, 'mode', mode);
  },
  'an impossible date': (fields, { random }) => {
    const date = textOf(fields, 'deprecation_date');
    const wrong = [date.replace(/^20/, '19'), date.replace(/-\d\d-/, '-13-'), date.replace(/\d\d$/, '32')];
    return date === '' ? [] : put(fields, 'deprecation_date', one(wrong, random) ?? date);
  },
  'cached input above input': (fields) => {
    const input = numberOf(fields, 'input_cost_per_token');
    const cached = numberOf(fields, 'cache_read_input_token_cost');
    return cached === 0 ? [] : put(fields, 'cache_read_input_token_cost', input * 2);
  },
  'cache write below input': (fields) => {
    const write = numberOf(fields, 'cache_creation_input_token_cost');
    return write === 0 ? [] : put(fields, 'cache_creation_input_token_cost', write / 2.5);
  },
  'a price of 0': (fields, { random }) => {
    const name = one(pricesIn(fields, /^(in|out)put_cost_per_token$/), random);
    return name === undefined ? [] : put(fields, name, 0);
  },
  'a price in the field of another unit': (fields, { random }) => {
    const name = one(pricesIn(fields, /^(in|out)put_cost_per_token$/), random);
    if (name === undefined) return [];
    const other = name.replace('token', one(['character', 'image', 'second'], random) ?? 'image');
    return [...put(fields, other, numberOf(fields, name)), ...put(fields, name, undefined)];
  },
  'the prices of a neighbour': (fields, { key, map, random }) => {
    const others = [...map].filter(
      ([other, theirs]) =>
        other !== key &&
        theirs['litellm_provider'] === fields['litellm_provider'] &&
        theirs['mode'] === fields['mode'] &&
        isFarFrom(fields, theirs),
    );
    const neighbour = one(others, random);
    return neighbour === undefined ? [] : withPricesOf(fields, neighbour[1]);
  },
  'a negative price': onOne((value) => -value),
  'more output than fits into the window': (fields) => {
    const window = numberOf(fields, 'max_input_tokens');
    return window === 0 || fields['max_output_tokens'] === undefined
      ? []
      : put(fields, 'max_output_tokens', window * 4);
  },
};

function onOne(change: (value: number) => number, pattern?: RegExp): Seed {
  return (fields, { random }) => {
    const name = one(pricesIn(fields, pattern), random);
    return name === undefined ? [] : put(fields, name, change(numberOf(fields, name)));
  };
}

function onAll(change: (value: number) => number, pattern?: RegExp): Seed {
  return (fields) =>
    pricesIn(fields, pattern).flatMap((name) => put(fields, name, change(numberOf(fields, name))));
}

function swapped(a: string, b: string): Seed {
  return (fields) => {
    const [x, y] = [numberOf(fields, a), numberOf(fields, b)];
    if (x === 0 || y === 0 || x === y) return [];
    return [...put(fields, a, y), ...put(fields, b, x)];
  };
}

/** A conditional price and the plain one in each other's fields. */
function conditionSwapped(condition: RegExp): Seed {
  return (fields, around) => {
    const name = one(pricesIn(fields, condition), around.random);
    return name === undefined ? [] : swapped(name, name.replace(condition, ''))(fields, around);
  };
}

function atPlainPrice(condition: RegExp): Seed {
  return (fields, { random }) => {
    const name = one(pricesIn(fields, condition), random);
    if (name === undefined) return [];
    const plain = numberOf(fields, name.replace(condition, ''));
    return plain === 0 ? [] : put(fields, name, plain);
  };
}

/** True where another name at the same provider has the same prices. */
function hasTwin(fields: Fields, copies: readonly Copy[]): boolean {
  return copies.some(
    (copy) =>
      copy.fields['litellm_provider'] === fields['litellm_provider'] && !isFarFrom(fields, copy.fields, 1.01),
  );
}

const MAKERS = new Set(['openai', 'anthropic', 'gemini', 'xai']);

/** True for a copy at the price of a maker that sells the model itself. */
function isResold(fields: Fields, copies: readonly Copy[]): boolean {
  if (MAKERS.has(textOf(fields, 'litellm_provider'))) return false;
  return copies.some(
    (copy) => MAKERS.has(textOf(copy.fields, 'litellm_provider')) && !isFarFrom(fields, copy.fields, 1.01),
  );
}

/** Inputs or outputs that are further apart than a factor. */
export function isFarFrom(fields: Fields | JsonObject, other: JsonObject, factor = 2): boolean {
  return ['input_cost_per_token', 'output_cost_per_token'].some((name) => {
    const [a, b] = [numberOf(fields, name), numberOf(other, name)];
    return a === 0 || b === 0 ? a !== b : Math.max(a / b, b / a) > factor;
  });
}

/** Input and output of another model in place of its own. */
export function withPricesOf(fields: Fields, other: JsonObject): readonly string[] {
  return ['input_cost_per_token', 'output_cost_per_token'].flatMap((name) =>
    numberOf(fields, name) > 0 && numberOf(other, name) > 0 ? put(fields, name, numberOf(other, name)) : [],
  );
}
