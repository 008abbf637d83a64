import { describe, expect, it } from 'vitest';
import { codingHead } from '../../../src/cli/render/coding.ts';

const benchmark = { name: 'Aider', benchmark: null, month: '2025-10', source: null };

describe('the head above coding scores', () => {
  it('says which benchmark they are of, and of which month', () => {
    expect(codingHead(benchmark)).toEqual({
      head: 'Aider 2025-10',
      short: 'Coding',
      unit: 'Aider 2025-10',
    });
  });

  it.each([
    [{ month: null }, 'Aider'],
    [{ name: null }, '2025-10'],
    [{ name: null, month: null }, 'Coding'],
    [{ name: '\u001B[31mred' }, '[31mred 2025-10'],
  ])('leaves out what the file does not say: %j', (change, head) => {
    expect(codingHead({ ...benchmark, ...change }).head).toBe(head);
  });
});
