import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../../src/cli/render/csv.ts';

const columns = [{ head: 'model' }, { head: 'input_usd', align: 'right' }] as const;

describe('a table as CSV', () => {
  it('has a line of heads and ends every line with CRLF', () => {
    expect(renderCsv(columns, [['tern-1', 2.5]])).toBe('model,input_usd\r\ntern-1,2.5\r\n');
  });

  it('keeps its heads where there are no rows', () => {
    expect(renderCsv(columns, [])).toBe('model,input_usd\r\n');
  });

  it.each([
    ['a comma', 'one,two', '"one,two"'],
    ['a quote, doubled', 'the "best"', '"the ""best"""'],
    ['a line break', 'one\ntwo', '"one\ntwo"'],
    ['a space at an end, which readers may trim', ' tern', '" tern"'],
    ['nothing special', 'us.anthropic.tern-v1:0', 'us.anthropic.tern-v1:0'],
  ])('quotes a text for %s', (_why, text, cell) => {
    expect(renderCsv([{ head: 'a' }], [[text]])).toBe(`a\r\n${cell}\r\n`);
  });

  it.each([
    [1.25e-6, '0.00000125'],
    [0, '0'],
    [-0.5, '-0.5'],
    [1e21, '1000000000000000000000'],
  ])('writes the figure %d without an exponent', (figure, cell) => {
    expect(renderCsv([{ head: 'a' }], [[figure]])).toBe(`a\r\n${cell}\r\n`);
  });

  it('leaves the cell of an unknown empty: it is neither 0 nor a word', () => {
    expect(renderCsv(columns, [['tern-1', null]])).toBe('model,input_usd\r\ntern-1,\r\n');
  });

  it('lets no escape sequence through to a terminal', () => {
    expect(renderCsv([{ head: 'a' }], [['\u001B[31mred']])).toBe('a\r\n[31mred\r\n');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+cmd|x', "'+cmd|x"],
    ['-tern', "'-tern"],
    ['-20%', '-20%'],
    ['+1.5', '+1.5'],
  ])('keeps a spreadsheet from calculating %s, and changes no figure', (text, cell) => {
    expect(renderCsv([{ head: 'a' }], [[text]])).toBe(`a\r\n${cell}\r\n`);
  });
});
