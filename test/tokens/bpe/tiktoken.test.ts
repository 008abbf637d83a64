import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ENCODING_NAMES } from '../../../src/tokens/bpe/encodings.ts';
import { vocabularies } from '../../helpers/vocabularies.ts';

interface Text {
  readonly name: string;
  readonly text: string;
  readonly times?: number;
}

const { texts }: { texts: readonly Text[] } = fixture('texts.json');
// Counted by OpenAI's tiktoken (Python and Rust): see fixtures/tokens/record-tiktoken.py.
const { counts }: { counts: Record<string, Record<string, number>> } = fixture('tiktoken.json');

function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/tokens/${name}`, import.meta.url), 'utf8'));
}

describe.each(ENCODING_NAMES)('%s counts as tiktoken does', (encoding) => {
  const counter = vocabularies.counter(encoding);

  test.each(texts)('$name', ({ name, text, times = 1 }) => {
    expect(counter.count(text.repeat(times))).toBe(counts[name]?.[encoding]);
  });

  test('all texts in one, in parts of any size', () => {
    const whole = texts.map(({ text }) => `${text}\n`).join('');
    const stream = counter.stream();
    for (let at = 0, size = 1; at < whole.length; at += size, size = (size * 7 + 3) % 101) {
      stream.add(whole.slice(at, at + size));
    }
    expect(stream.end()).toEqual({ tokens: counter.count(whole), forcedCuts: 0 });
  });
});
