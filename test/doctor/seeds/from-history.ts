import { asList, asObject, field } from '../../../src/core/json.ts';
import { isFarFrom, withPricesOf } from './tuned.ts';
import { numberOf, one, pricesIn, put, textOf, type Seed, type Seeds } from './seed.ts';

/**
 * Kinds of faults after mistakes that LiteLLM's map really had (a search at $35 for $0.035, a window
 * that was the long-context threshold, a rate 8,000 times too high). They were held back while the first
 * rules were made, which found 86 % of them, and used for the rest.
 */
export const FROM_HISTORY: Seeds = {
  'a search in dollars for thousands': (fields) => {
    const sizes = asObject(field(fields, 'search_context_cost_per_query'));
    if (sizes === undefined || !Object.values(sizes).some((value) => Number(value) > 0)) return [];
    const dear = Object.entries(sizes).map(([size, value]) => [size, Number(value) * 1000]);
    return put(fields, 'search_context_cost_per_query', Object.fromEntries(dear));
  },
  'cached input at two and a half times its price': times(2.5, /^cache_read_input_token_cost$/),
  'the old spelling of a cached price not kept in step': times(3, /_cache_hit$/),
  'output at the price of input': (fields) =>
    numberOf(fields, 'output_cost_per_token') === 0
      ? []
      : put(fields, 'output_cost_per_token', numberOf(fields, 'input_cost_per_token')),
  'a window that is the long-context threshold': (fields) => {
    const thousands = Object.keys(fields).flatMap((name) => /_above_(\d+)k_tokens$/.exec(name)?.[1] ?? [])[0];
    return thousands === undefined ? [] : put(fields, 'max_input_tokens', Number(thousands) * 1000);
  },
  'yen for dollars': all(150),
  'eight thousand times too high': all(8000),
  'two digits transposed': (fields, { random }) => {
    const name = one(pricesIn(fields, /^(in|out)put_cost_per_token$/), random);
    if (name === undefined) return [];
    const [digits = '', exponent = ''] = numberOf(fields, name).toExponential().replace('.', '').split('e');
    const [a = '', b = '0', ...rest] = digits;
    if (a === b || b === '0') return [];
    return put(fields, name, Number(`${b}.${a}${rest.join('')}e${exponent}`));
  },
  'the first digit of a price missing': (fields, { random }) => {
    const name = one(pricesIn(fields, /^(in|out)put_cost_per_token$/), random);
    const per1M = name === undefined ? '' : String(Math.round(numberOf(fields, name) * 1e9) / 1e3);
    const shorter = Number(per1M.slice(1));
    return name === undefined || !/^\d{2}/.test(per1M) || shorter === 0
      ? []
      : put(fields, name, shorter / 1e6);
  },
  'a cache write a place too high': times(10, /^cache_creation_input_token_cost$/),
  'a price a minute in a field a second': times(60, /_per_second/),
  'a price an hour in a field a second': times(3600, /_per_second/),
  'an hour in the cache at the price of five minutes': (fields) => {
    const name = 'cache_creation_input_token_cost_above_1hr';
    const short = numberOf(fields, 'cache_creation_input_token_cost');
    return numberOf(fields, name) === 0 || short === 0 ? [] : put(fields, name, short);
  },
  'flex and priority in each other’s fields': (fields) => {
    const [flex, priority] = ['input_cost_per_token_flex', 'input_cost_per_token_priority'];
    const [low, high] = [numberOf(fields, flex), numberOf(fields, priority)];
    return low === 0 || high === 0 ? [] : [...put(fields, flex, high), ...put(fields, priority, low)];
  },
  'the priority price as the standard one': (fields) => {
    const price = numberOf(fields, 'input_cost_per_token_priority');
    return price === 0 ? [] : put(fields, 'input_cost_per_token', price);
  },
  'a batch at twice the price': (fields, { random }) => {
    const name = one(pricesIn(fields, /_batches$/), random);
    return name === undefined ? [] : put(fields, name, numberOf(fields, name) * 4);
  },
  'reasoning at ten times the price': times(10, /_reasoning_token$/),
  'another threshold': (fields) => {
    const long = pricesIn(fields, /_above_200k_tokens/);
    return long.flatMap((name) => [
      ...put(fields, name.replace('200k', '20k'), numberOf(fields, name)),
      ...put(fields, name, undefined),
    ]);
  },
  'another provider': (fields, { random }) =>
    put(fields, 'litellm_provider', one(['openai', 'anthropic', 'bedrock', 'groq'], random) ?? 'groq'),
  'as much output as the window holds': (fields) => {
    const window = numberOf(fields, 'max_input_tokens');
    const output = numberOf(fields, 'max_output_tokens');
    return output === 0 || window < 8 * output ? [] : put(fields, 'max_output_tokens', window);
  },
  'a window in thousands': (fields) => {
    const window = numberOf(fields, 'max_input_tokens');
    return window < 8000 ? [] : put(fields, 'max_input_tokens', Math.round(window / 1000));
  },
  'the prices of the small sibling': (fields, { key, map }) => {
    const small = ['-mini', '-nano', '-lite', '-small', '-fast'].map((size) => map.get(key + size));
    const found = small.find((each) => each !== undefined && isFarFrom(fields, each, 1.4));
    return found === undefined ? [] : withPricesOf(fields, found);
  },
  'the prices of another date': (fields, { copies }) => {
    const other = copies.find((copy) => isFarFrom(fields, copy.fields, 1.4));
    return other === undefined ? [] : withPricesOf(fields, other.fields);
  },
  'ranges out of order': (fields) => {
    const ranges = asList(field(fields, 'tiered_pricing'));
    return ranges.length < 2 ? [] : put(fields, 'tiered_pricing', ranges.toReversed());
  },
  'ranges whose prices fall': (fields) => {
    const ranges = asList(field(fields, 'tiered_pricing'))
      .map((range) => asObject(range))
      .filter((range) => range !== undefined);
    const [first, second] = ranges;
    if (first === undefined || second === undefined) return [];
    const swapped = [
      { ...second, range: field(first, 'range') },
      { ...first, range: field(second, 'range') },
      ...ranges.slice(2),
    ];
    return put(fields, 'tiered_pricing', swapped);
  },
  'a price as words': (fields, { random }) => {
    const name = one(pricesIn(fields, /token/), random);
    return name === undefined ? [] : put(fields, name, `$${numberOf(fields, name) * 1e6}/1M`);
  },
  'a date in another century': (fields) => {
    const date = textOf(fields, 'deprecation_date');
    return date === '' ? [] : put(fields, 'deprecation_date', `21${date.slice(2)}`);
  },
  'an end before the release': (fields, { key }) => {
    const year = /20(2\d)[-]?[01]\d/.exec(key)?.[1];
    return year === undefined || textOf(fields, 'mode') !== 'chat'
      ? []
      : put(fields, 'deprecation_date', `20${Number(year) - 2}-06-01`);
  },
  'both prices gone': (fields) => {
    const names = pricesIn(fields, /^(in|out)put_cost_per_token$/);
    return names.length < 2 ? [] : names.flatMap((name) => put(fields, name, undefined));
  },
  'an image a hundred times too cheap': times(0.01, /_per_image$/),
  'a pixel at the price of an image': times(1e6, /_per_pixel$/),
  'a vector with a digit missing': (fields) => {
    const size = numberOf(fields, 'output_vector_size');
    return size < 1000 ? [] : put(fields, 'output_vector_size', Math.floor(size / 10));
  },
  'everything at 0': (fields) => pricesIn(fields).flatMap((name) => put(fields, name, 0)),
  'a misspelt field': (fields, { random }) => {
    const name = one(pricesIn(fields, /^(in|out)put_cost_per_token$/), random);
    if (name === undefined) return [];
    return [...put(fields, `${name}s`, numberOf(fields, name)), ...put(fields, name, undefined)];
  },
  'a misspelt mode': (fields) => (textOf(fields, 'mode') === 'chat' ? put(fields, 'mode', 'chats') : []),
  'a null for a price': (fields, { random }) => {
    const name = one(pricesIn(fields, /^(in|out)put_cost_per_token$/), random);
    return name === undefined ? [] : put(fields, name, null);
  },
};

function times(factor: number, pattern: RegExp): Seed {
  return (fields, { random }) => {
    const name = one(pricesIn(fields, pattern), random);
    return name === undefined ? [] : put(fields, name, numberOf(fields, name) * factor);
  };
}

function all(factor: number): Seed {
  return (fields) => pricesIn(fields).flatMap((name) => put(fields, name, numberOf(fields, name) * factor));
}
