import { describe, expect, it } from 'vitest';
import { bounded, boundedText } from '../../../../src/cli/commands/mcp/bounds.ts';

const numbers = (count: number) => Array.from({ length: count }, (_unused, index) => index);

describe('a document for an agent', () => {
  it('is what it was where it is short', () => {
    const document = { warnings: [], rows: numbers(200), note: 'x'.repeat(4000), none: null };
    expect(bounded(document)).toEqual(document);
  });

  it('has the first rows of a long list, and says so', () => {
    const before = { code: 'A', message: 'a' };
    expect(bounded({ warnings: [before], parts: [{ rows: numbers(1201) }] })).toEqual({
      parts: [{ rows: numbers(200) }],
      warnings: [before, { code: 'CUT', message: 'parts[].rows: the first 200 of 1,201 are here.' }],
    });
  });

  it('has the beginning of a long text', () => {
    expect(bounded({ note: 'x'.repeat(4001) })).toEqual({ note: `${'x'.repeat(3999)}…` });
  });
});

describe('a text for an agent', () => {
  it('ends with a whole line, and says how much there is behind it', () => {
    const line = `${'x'.repeat(999)}\n`;
    expect(boundedText(line.repeat(24))).toBe(line.repeat(24));
    expect(boundedText(line.repeat(30))).toBe(
      `${line.repeat(24)}… 6,001 characters more. Ask for less, such as with top.\n`,
    );
  });
});
