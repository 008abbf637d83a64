import { describe, expect, it } from 'vitest';
import { delimiterOf, kindOf, type LogKind } from '../../../src/usage/logs/log-kind.ts';

describe('the kind of a log', () => {
  it.each<[LogKind, string]>([
    ['lines', '{"usage":{}}\n{"usage":{}}\n'],
    ['lines', '{"usage":{}}'],
    ['lines', '\n\n{"usage":{}}\n'],
    ['lines', 'starting up, one moment\n{"usage":{}}\n'],
    ['lines', 'event: message_start\ndata: {"type":"message_start"}\n\n'],
    ['lines', ': ping\n\ndata: {"id":"a"}\n'],
    ['document', '[{"usage":{}},\n{"usage":{}}]'],
    ['document', '{\n  "usage": {}\n}'],
    ['document', '{"object":"list","data":[\n{"usage":{}}]}'],
    ['table', 'model,input_tokens,output_tokens\ngpt-4o,1,2\n'],
    ['table', '"model";"input tokens"\n"gpt-4o";1\n'],
    ['table', 'model\tinput_tokens\n'],
    ['text', 'Dear all, this is a letter, not a log.\nYours, T.\n'],
    ['text', 'one word\nanother\n'],
    ['empty', ''],
    ['empty', ' \n\t\r\n'],
    ['sqlite', 'SQLite format 3\0\u0010\0'],
    ['parquet', 'PAR1\u0015\u0004'],
    ['binary', '\u007fELF\u0002\u0001\0\0\0'],
  ])('is %s: %j', (kind, head) => {
    expect(kindOf(Buffer.from(head, 'latin1'))).toBe(kind);
  });

  it('is that of lines, wherever the first bytes end', () => {
    const long = `{"model":"gpt-4o","text":"${'x'.repeat(1000)}","usage":{"prompt_tokens":1}}`;
    expect(kindOf(Buffer.from(long.slice(0, 512)))).toBe('lines');
  });
});

describe('the character between columns', () => {
  it.each([
    ['a,b,c', ','],
    ['a;b,c;d', ';'],
    ['a\tb', '\t'],
    ['a|b|c', '|'],
    ['a', undefined],
  ])('of %j is %j', (header, delimiter) => {
    expect(delimiterOf(header)).toBe(delimiter);
  });
});
