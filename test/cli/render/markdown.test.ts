import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/cli/render/markdown.ts';

describe('a table in Markdown', () => {
  it('has heads, a rule that aligns, and rows', () => {
    const columns = [{ head: 'Model' }, { head: 'Input', align: 'right' }] as const;
    expect(renderMarkdown(columns, [['tern_1', '$2.5000']])).toBe(
      '| Model | Input |\n| --- | ---: |\n| tern_1 | $2.5000 |\n',
    );
  });

  it.each([
    ['a|b', String.raw`a\|b`],
    ['a\\b', String.raw`a\\b`],
    ['**x**', String.raw`\*\*x\*\*`],
    ['<img>', String.raw`\<img>`],
    ['[x](y)', String.raw`\[x](y)`],
    ['one\ntwo', 'one two'],
    ['\u001B[31mred', String.raw`\[31mred`],
  ])('prints %j as text and on one line', (text, cell) => {
    expect(renderMarkdown([{ head: 'a' }], [[text]])).toBe(`| a |\n| --- |\n| ${cell} |\n`);
  });
});
