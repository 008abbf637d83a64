import { expect, it } from 'vitest';
import { percentWords } from '../../../../src/cli/commands/diff/words.ts';

it.each([
  ['a rise', 2, 2.25, 12.5, '+12.5%'],
  ['a fall', '0.000005', '0.000004', -20, '-20%'],
  ['a rise of many times', 1, 3.456, 245.6, '+246%'],
  ['a rise that rounds to nothing', 1, 1.00001, 0.001, '+<0.01%'],
  ['what comes', null, 3, null, 'new'],
  ['what goes', 3, null, null, 'gone'],
  ['what was free', { raw: '0' }, { raw: '0.1' }, null, 'was 0'],
  ['what rises by more than any double holds', { raw: '0.1e-307' }, { raw: '200' }, null, 'immense'],
])('%s', (_what, before, after, percent, words) => {
  expect(percentWords({ before, after, percent })).toBe(words);
});
