import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/core/nearest.ts';

const KEYS = [
  'gpt-image-2',
  'azure/gpt-image-2',
  'gpt-image-1.5',
  'gpt-4o',
  'gpt-4o-mini',
  'claude-sonnet-4-5',
  'claude-sonnet-4-5-20250929',
  'claude-opus-4-5',
  'vertex_ai/claude-sonnet-4-5@20250929',
  'whisper-1',
];

function near(typed: string, count = 2): readonly string[] {
  return nearest(typed, KEYS, (key) => key, count);
}

describe('the names nearest to what was typed', () => {
  it.each([
    // The same letters and digits.
    ['gpt-image2', ['gpt-image-2', 'azure/gpt-image-2']],
    ['GPTIMAGE2', ['gpt-image-2', 'azure/gpt-image-2']],
    ['openrouter/gpt image 2', ['gpt-image-2', 'azure/gpt-image-2']],
    // All the words, in a name with as few others as may be.
    ['sonnet 4.5', ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929']],
    // A letter missing, doubled, changed, or swapped with its neighbour.
    ['wisper-1', ['whisper-1']],
    ['whhisper-1', ['whisper-1']],
    ['whisper-l', ['whisper-1']],
    ['wihsper-1', ['whisper-1']],
    ['gpt-4o-mni', ['gpt-4o-mini', 'gpt-4o']],
  ])('%s: %j', (typed, expected) => {
    expect(near(typed)).toEqual(expected);
  });

  it.each(['', '---', '§', 'completely different', 'x'])('are none for "%s"', (typed) => {
    expect(near(typed)).toEqual([]);
  });

  it('are no more than are wanted', () => {
    expect(near('gpt-image-2', 1)).toEqual(['gpt-image-2']);
    expect(near('gpt-image-2', 0)).toEqual([]);
  });

  it('are the shorter and then the first by their letters where they are equally near', () => {
    expect(nearest('tern', ['b/tern', 'a/tern', 'long/tern', 'tern'], (name) => name, 4)).toEqual([
      'tern',
      'a/tern',
      'b/tern',
      'long/tern',
    ]);
  });

  it('are found for things that have a name', () => {
    expect(nearest('tenr', [{ id: 'tern' }, { id: 'plover' }], ({ id }) => id, 3)).toEqual([{ id: 'tern' }]);
  });

  it('need not be looked for among very long ones by their letters', () => {
    const typed = `${'a'.repeat(90)}b`;
    expect(nearest(typed, [`${'a'.repeat(90)}c`], (name) => name, 1)).toEqual([]);
    expect(nearest(typed.slice(60), [`${'a'.repeat(30)}c`], (name) => name, 1)).toHaveLength(1);
  });
});
