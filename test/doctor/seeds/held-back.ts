import { asObject, field, type JsonObject } from '../../../src/core/json.ts';
import { isFarFrom, withPricesOf } from './tuned.ts';
import { looseName, numberOf, one, pricesIn, put, textOf, type Seed, type Seeds } from './seed.ts';

/** Kinds of faults that no rule was made with: written when the rules were done, and only counted. */
export const HELD_BACK: Seeds = {
  'euros for dollars': all(0.92),
  'the batch price as the standard one': (fields) =>
    ['input', 'output'].flatMap((side) => {
      const batch = numberOf(fields, `${side}_cost_per_token_batches`);
      return batch === 0 ? [] : put(fields, `${side}_cost_per_token`, batch);
    }),
  'audio in the field of text': (fields) => {
    const audio = numberOf(fields, 'input_cost_per_audio_token');
    return audio === 0 || numberOf(fields, 'input_cost_per_token') === 0
      ? []
      : put(fields, 'input_cost_per_token', audio);
  },
  'images at the rate of text': (fields) =>
    ['input', 'output'].flatMap((side) => {
      const text = numberOf(fields, `${side}_cost_per_token`);
      const isThere = numberOf(fields, `${side}_cost_per_image_token`) > 0 && text > 0;
      return isThere ? put(fields, `${side}_cost_per_image_token`, text) : [];
    }),
  'cache read and write exchanged': (fields) => {
    const [read, write] = ['cache_read_input_token_cost', 'cache_creation_input_token_cost'] as const;
    const [a, b] = [numberOf(fields, read), numberOf(fields, write)];
    return a === 0 || b === 0 ? [] : [...put(fields, read, b), ...put(fields, write, a)];
  },
  'cents for dollars, one price': times(100, /token/),
  'cents for dollars': all(100),
  'an exponent one too large': all(10, /token/),
  'a zero too many behind the point': all(0.1, /token/),
  'per 1K tokens, input only': times(1000, /^input_cost_per_token$/),
  'a price a second as a price a minute': times(1 / 60, /_per_second/),
  'a long-context price ten times too high': times(10, /_above_\d+k_tokens$/),
  'a long-context price halved': times(0.5, /_above_\d+k_tokens$/),
  'a priority price for waiting': times(0.3, /_priority$/),
  'reasoning at the price of input': (fields) => {
    const input = numberOf(fields, 'input_cost_per_token');
    const reasoning = numberOf(fields, 'output_cost_per_reasoning_token');
    return reasoning === 0 || input === 0 ? [] : put(fields, 'output_cost_per_reasoning_token', input);
  },
  'a search a thousand times too cheap': (fields) => {
    const sizes = asObject(field(fields, 'search_context_cost_per_query'));
    if (sizes === undefined || !Object.values(sizes).some((value) => Number(value) > 0)) return [];
    const cheap = Object.entries(sizes).map(([size, value]) => [size, Number(value) / 1000]);
    return put(fields, 'search_context_cost_per_query', Object.fromEntries(cheap));
  },
  'the prices of another version': (fields, { key, map }) => {
    const versions = [...map].filter(
      ([other, theirs]) =>
        other !== key &&
        theirs['litellm_provider'] === fields['litellm_provider'] &&
        theirs['mode'] === fields['mode'] &&
        wordsOf(other) === wordsOf(key) &&
        isFarFrom(fields, theirs, 1.8),
    );
    const [version] = versions;
    return version === undefined ? [] : withPricesOf(fields, version[1]);
  },
  'input with output added': (fields) => {
    const [input, output] = [
      numberOf(fields, 'input_cost_per_token'),
      numberOf(fields, 'output_cost_per_token'),
    ];
    return input === 0 || output < 2 * input ? [] : put(fields, 'input_cost_per_token', input + output);
  },
  'an old alias at 0': (fields, { key }) =>
    /latest|preview|-\d{4}-?\d\d/.test(key) ? pricesIn(fields).flatMap((name) => put(fields, name, 0)) : [],
  'a window with a digit too many': limit('max_input_tokens', (value) => value * 10),
  'an output limit with a digit missing': limit('max_output_tokens', (value) => Math.floor(value / 10)),
  'the window of the output': (fields) => {
    const [window, output] = [numberOf(fields, 'max_input_tokens'), numberOf(fields, 'max_output_tokens')];
    return output === 0 || window < 8 * output
      ? []
      : put(fields, 'max_input_tokens', Math.floor(output / 10));
  },
  'a limit in words': (fields) => {
    const window = numberOf(fields, 'max_input_tokens');
    return window === 0 ? [] : put(fields, 'max_input_tokens', `${Math.round(window / 1000)}k`);
  },
  'a limit below 0': limit('max_output_tokens', (value) => -value),
  'day and month exchanged': (fields) => {
    const [year = '', month = '', day = ''] = textOf(fields, 'deprecation_date').split('-');
    return Number(day) <= 12 ? [] : put(fields, 'deprecation_date', `${year}-${day}-${month}`);
  },
  'a date with strokes': (fields) => {
    const date = textOf(fields, 'deprecation_date');
    return date === '' ? [] : put(fields, 'deprecation_date', date.replaceAll('-', '/'));
  },
  'a comma for a point': (fields, { random }) => {
    const name = one(pricesIn(fields, /^(in|out)put_cost_per_token$/), random);
    return name === undefined ? [] : put(fields, name, `${numberOf(fields, name) * 1e6},0e-6`);
  },
  'yes for a price': (fields, { random }) => {
    const name = one(pricesIn(fields, /token/), random);
    return name === undefined ? [] : put(fields, name, true);
  },
  'another mode than text': (fields, { random }) => {
    const mode = textOf(fields, 'mode');
    const modes = ['video_generation', 'ocr', 'moderation', 'audio_speech', 'completion'];
    return mode === '' || mode === 'chat' ? [] : put(fields, 'mode', one(modes, random) ?? 'ocr');
  },
  'a price far below all other sellers': (fields, { copies }) => {
    const prices = copies
      .map((copy) => numberOf(copy.fields, 'input_cost_per_token'))
      .filter((each) => each > 0);
    if (prices.length < 2 || numberOf(fields, 'output_cost_per_token') === 0) return [];
    const factor = Math.min(...prices) / 5 / numberOf(fields, 'input_cost_per_token');
    return Number.isFinite(factor) ? all(factor, /_per_token$/)(fields, SELF) : [];
  },
  'the price of the neighbour in the file': (fields, { key, map }) => {
    const keys = [...map.keys()];
    const next = map.get(keys[keys.indexOf(key) + 1] ?? '');
    return next === undefined || !isFarFrom(fields, next, 3) ? [] : withPricesOf(fields, next);
  },
};

const SELF = { key: '', random: () => 0, map: new Map<string, JsonObject>(), copies: [] };

/** The letters of a name: what versions of one series have in common. */
function wordsOf(key: string): string {
  return looseName(key)
    .split(/[^a-z]+/)
    .toSorted()
    .join(' ');
}

function times(factor: number, pattern: RegExp): Seed {
  return (fields, { random }) => {
    const name = one(pricesIn(fields, pattern), random);
    return name === undefined ? [] : put(fields, name, numberOf(fields, name) * factor);
  };
}

function all(factor: number, pattern?: RegExp): Seed {
  return (fields) =>
    pricesIn(fields, pattern).flatMap((name) => put(fields, name, numberOf(fields, name) * factor));
}

function limit(name: string, change: (value: number) => number): Seed {
  return (fields) => {
    const value = numberOf(fields, name);
    return value < 1000 ? [] : put(fields, name, change(value));
  };
}
