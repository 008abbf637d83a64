import { describe, expect, it } from 'vitest';
import { SCAN_SHAPES } from '../../../helpers/scan-shapes.ts';
import { fixture } from '../../../helpers/usage-fixture.ts';
import { THERE } from './oracle.ts';
import { Reading } from './reading.ts';

const chat = new Reading(SCAN_SHAPES.chat);
const CHAT = '{"model":"gpt-4o","usage":{"prompt_tokens":3,"completion_tokens":2},"user":"u"}';

describe('a line', () => {
  it('is told by the values that the table asks for', () => {
    const line = {
      id: 'chatcmpl-1',
      choices: [{ message: { content: 'usage: {"prompt_tokens": 5}' } }],
      created: 1_793_534_400,
      model: 'gpt-4o-2024-08-06',
      usage: {
        prompt_tokens: 1200,
        completion_tokens: 300,
        prompt_tokens_details: { cached_tokens: 1024, text_tokens: 176 },
        cost: 0.00125,
      },
      service_tier: 'default',
      user: null,
    };
    expect(chat.readLine(JSON.stringify(line))).toEqual({
      line: 1,
      facts: {
        id: 'chatcmpl-1',
        created: 1_793_534_400_000,
        model: 'gpt-4o-2024-08-06',
        service_tier: 'default',
        user: null,
        usage: THERE,
        'usage.prompt_tokens': 1200,
        'usage.completion_tokens': 300,
        'usage.prompt_tokens_details': THERE,
        'usage.prompt_tokens_details.cached_tokens': 1024,
        'usage.cost': 0.00125,
      },
    });
  });

  it('is read without JSON.parse where it is an ordinary line of a session', () => {
    const reading = new Reading(SCAN_SHAPES.claudeCode);
    for (const value of fixture('claude-code.jsonl')) {
      expect(reading.readLine(JSON.stringify(value))).not.toHaveProperty('unusual');
    }
  });

  it('has the labels that JSON.parse makes of their bytes, escapes and all', () => {
    const answer = chat.readLine('{"user":"C:\\\\Users\\\\ann \\u00e9","model":"caf\u00e9"}');
    expect(answer).toEqual({ line: 1, facts: { user: 'C:\\Users\\ann \u00e9', model: 'caf\u00e9' } });
  });

  it.each([
    ['a key that is escaped', '{"us\\u0061ge":{"prompt_tokens":1}}'],
    ['a key that comes twice', '{"user":"u","user":"v"}'],
    ['an object that comes twice', '{"usage":{"prompt_tokens":1},"usage":{}}'],
    ['an object taken back', '{"usage":{"prompt_tokens":1},"usage":null}'],
    ['a count with a fraction', '{"usage":{"prompt_tokens":1.0}}'],
    ['a count with an exponent', '{"usage":{"prompt_tokens":1e2}}'],
    ['a negative count', '{"usage":{"prompt_tokens":-1}}'],
    ['a count of sixteen digits', '{"usage":{"prompt_tokens":1000000000000000}}'],
    ['a count in quotes', '{"usage":{"prompt_tokens":"12"}}'],
    ['an object that is a list', '{"usage":[]}'],
    ['a key for somebody else', '{"error":{"message":"rate limit"}}'],
    ['an id that is a number', '{"id":7}'],
    ['an id with an escape', '{"id":"a\\n"}'],
    ['an id beyond ASCII', '{"id":"caf\u00e9"}'],
    ['65 containers in one another', `{"a":${'['.repeat(65)}${']'.repeat(65)}}`],
  ])('with %s is unusual', (_, line) => {
    expect(() => JSON.parse(line)).not.toThrow();
    expect(chat.readLine(line)).toEqual({ line: 1, unusual: line });
    // Neither does it become usual when it is met again.
    chat.readLine(CHAT);
    expect(chat.readLine(line)).toEqual({ line: 1, unusual: line });
  });

  it.each([
    '{"a":"\u0001"}',
    '{"a":"b\tc"}',
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":1e}',
    '{"a":-}',
    '{"a":tru}',
    '{"a":nul}',
    '{"a":True}',
    '{"a":NaN}',
    '{"a":"\\x"}',
    '{"a":"\\u00zz"}',
    '{"a":"\\u12"}',
    `{"a":"${'x'.repeat(70)}\\q"}`,
    `{"a":"${'x'.repeat(62)}\\\\\\"}`,
    '{"a":1,}',
    '{,"a":1}',
    '{"a":1}}',
    '{"a":1} x',
    '{"a":1}{"a":1}',
    '{"a" 1}',
    '{"a":1 "b":2}',
    '{"a":[1,]}',
    '{"a":[1 2]}',
    '{"a":[,1]}',
    '{"a":[1}',
    '{"a":{"b":1]}',
    '{"a":[{"b":1]]}',
    '{"a":{1:1}}',
    '{a:1}',
    "{'a':1}",
    '{"a":"b}',
    '{"usage":{"prompt_tokens":1,"completion_tokens":1}',
    '{"usage":{"prompt_tokens":1,}}',
    '{"usage":{"prompt_tokens":}}',
    '{"usage":{"prompt_tokens":12a}}',
    '{"usage":{"prompt_tokens":007}}',
    '{"model":"gpt-4o}',
    '{"model":gpt-4o}',
    '{"id":"x',
    '\ufeff{"a":1}',
    'x',
    '}',
    '"',
    '{',
  ])('that is no JSON is left to JSON.parse: %j', (line) => {
    expect(() => JSON.parse(line)).toThrow(SyntaxError);
    for (let again = 0; again < 2; again += 1)
      expect(chat.readLine(line)).toEqual({ line: 1, unusual: line });
  });

  it.each(['[]', '[{"model":"a"}]', '"{}"', '12', 'null'])('that is no object is unusual: %s', (line) => {
    expect(chat.readLine(line)).toEqual({ line: 1, unusual: line });
  });

  it.each([
    ['deep containers', `{"a":${'['.repeat(64)}${']'.repeat(64)},"model":"m"}`],
    ['empty containers', '{"a":{},"b":[],"c":[{},[],{"d":[]}],"model":"m"}'],
    ['spaces', ' \t{ "a" : [ 1 , { "b" : -0.5e+10 } , true,false,null ]\t,\r"model" : "m" } \r'],
    ['every escape', '{"a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDe00","model":"m"}'],
    [
      'every kind of number',
      '{"a":[0,-0,1,-1,10,1.5,0.5,1e5,1E+5,1e-05,123456789012345678901234567890],"model":"m"}',
    ],
    ['other scripts', '{"\u00e9\u4e2d":"\u{1f600}\u007f","model":"m"}'],
    ['an empty key', '{"":1,"model":"m"}'],
  ])('with %s is read', (_, line) => {
    expect(() => JSON.parse(line)).not.toThrow();
    for (let again = 0; again < 2; again += 1) {
      expect(chat.readLine(line)).toEqual({ line: 1, facts: { model: 'm' } });
    }
  });

  it('ends its strings right wherever quotes and backslashes stand in blocks of 16 and 64 bytes', () => {
    for (let before = 0; before < 140; before += 1) {
      for (const middle of [
        '',
        '\\"',
        '\\\\',
        '\\\\\\"',
        '\\n\\n',
        '\\u0022',
        '\\\\\\\\\\"x\\"',
        'x'.repeat(64),
      ]) {
        const line = `{"a":"${'y'.repeat(before)}${middle}","model":"m"}`;
        expect(chat.readLine(line)).toEqual({ line: 1, facts: { model: 'm' } });
        const open = `{"a":"${'y'.repeat(before)}${middle}\\","model":"m"}`;
        expect(chat.readLine(open)).toEqual({ line: 1, unusual: open });
      }
    }
  });
});

describe('a line that is like one before', () => {
  it.each([
    [
      'spaces',
      '{ "model" : "gpt-4o" ,\t"usage": { "prompt_tokens":  3 , "completion_tokens" :2 } , "user":"u" }',
    ],
    ['a comma too many', CHAT.replace(',"usage"', ',,"usage"')],
    ['a comma behind a brace', CHAT.replace('{"prompt', '{,"prompt')],
    ['a brace for a comma', CHAT.replace(',"completion', '{"completion')],
    ['no comma', CHAT.replace(',"completion', ' "completion')],
    ['no colon', CHAT.replace('"usage":', '"usage"')],
    ['an object for a number', CHAT.replace(':3', ':{}')],
    ['a number for an object', CHAT.replace(/\{"prompt.*?\}/, '7')],
    ['null for an object', CHAT.replace(/\{"prompt.*?\}/, 'null')],
    ['null for a count', CHAT.replace(':3', ':null')],
    ['an object for a text', CHAT.replace('"u"}', '{"usage":1}}')],
    ['nothing behind a key', CHAT.replace(':3', ':')],
    ['a key of a hundred letters', CHAT.replace('user', 'u'.repeat(100))],
    ['one that ends in a key', CHAT.slice(0, CHAT.indexOf('"usage"') + 9)],
    ['one that goes on', `${CHAT}}`],
    ['one that begins another way', CHAT.replace('{"model"', '{"object":"x","model"')],
  ])('is told from it: %s', (_, line) => {
    const fresh = new Reading(SCAN_SHAPES.chat).readLine(line);
    const whole = new Reading(SCAN_SHAPES.chat).readLine(CHAT);
    const reading = new Reading(SCAN_SHAPES.chat);
    for (const first of [CHAT, line]) {
      for (const text of [first, CHAT, line, line, CHAT]) {
        expect(reading.readLine(text)).toEqual(text === CHAT ? whole : fresh);
      }
    }
  });

  it('is read right when there are more forms of lines than are remembered', () => {
    const reading = new Reading({ ...SCAN_SHAPES.chat, n: 'count' });
    const key = (n: number): string => `"${'k'.repeat(60)}${n % 20}"`;
    for (let n = 0; n < 24_000; n += 1) {
      const decoys = `${key(n)}:1,${key(n / 20)}:{"usage":1},${key(n / 400)}:"x"`.replaceAll(/\.\d+/g, '');
      const line = `{${decoys},"n":${n},"model":"m${n % 3}"}`;
      expect(reading.readLine(line)).toEqual({ line: 1, facts: { n, model: `m${n % 3}` } });
      expect(reading.readLine(line)).toEqual({ line: 1, facts: { n, model: `m${n % 3}` } });
    }
  });

  it('is read right when every line has a key of its own', () => {
    const reading = new Reading({ ...SCAN_SHAPES.chat, n: 'count' });
    for (let n = 0; n < 3000; n += 1) {
      const line = `{"${n}":{"usage":1},"n":${n},"model":"m"}`;
      expect(reading.readLine(line)).toEqual({ line: 1, facts: { n, model: 'm' } });
    }
  });
});

describe('patterns of lines', () => {
  const compact = '{"model":"gpt-4o","usage":{"prompt_tokens":3}}\n';
  const spaced = '{"model": "gpt-4o", "usage": {"prompt_tokens": 3}}\n';
  const wide = '{"model":  "gpt-4o",  "usage":  {"prompt_tokens":  3}}\n';

  it.each([
    ['one spelling', [compact]],
    ['a spelling with spaces behind that without', [compact, spaced]],
    ['a spelling without spaces behind that with them', [spaced, compact]],
    ['spellings that begin alike', [wide, compact, spaced]],
  ])('are learned of the first line of each: %s', (_, spellings) => {
    const reading = new Reading(SCAN_SHAPES.chat);
    const answers = reading.read(Buffer.from(spellings.join('').repeat(50)));
    expect(answers.length).toBe(spellings.length * 50);
    expect(
      new Set(answers.map((answer) => 'facts' in answer && answer.facts['usage.prompt_tokens'])),
    ).toEqual(new Set([3]));
    expect(reading.scanner.unpatterned).toBe(spellings.length);
  });
});

describe('kinds of lines', () => {
  it('are met with their first lines', () => {
    const reading = new Reading(SCAN_SHAPES.chat);
    const met: unknown[] = [];
    reading.meet = (kind, cells, at) => {
      met.push([cells.lineAt(at), kind.labels.get('model')]);
      return kind;
    };
    const models = ['a', 'b', 'a', 'c', 'b', 'd'];
    const log = models.map((model) => `{"model":"${model}","usage":{"prompt_tokens":1}}`).join('\n');
    expect(
      reading.read(Buffer.from(log)).map((answer) => ('facts' in answer ? answer.facts['model'] : '')),
    ).toEqual(models);
    expect(met).toEqual([
      [1, 'a'],
      [2, 'b'],
      [4, 'c'],
      [6, 'd'],
    ]);
  });

  it('are one for each combination of labels, even when there are many', () => {
    const reading = new Reading(SCAN_SHAPES.chat);
    const users = 8000;
    const log = Array.from(
      { length: users * 2 },
      (_, i) => `{"user":"u${i % users}","usage":{"prompt_tokens":${i}}}\n`,
    );
    const answers = reading.read(Buffer.from(log.join('')));
    expect(answers.length).toBe(users * 2);
    answers.forEach((answer, i) =>
      expect(answer).toEqual({
        line: i + 1,
        facts: { user: `u${i % users}`, usage: THERE, 'usage.prompt_tokens': i },
      }),
    );
  });

  it('are not made without end: what would be one more is left to JSON.parse', () => {
    const reading = new Reading(SCAN_SHAPES.chat);
    const line = (n: number) => `{"user":"u${n}","usage":{"prompt_tokens":1}}`;
    const log = Array.from({ length: 9000 }, (_, n) => line(n));
    const answers = reading.read(Buffer.from([...log, line(7), line(8999)].join('\n')));
    expect(answers.filter((answer) => 'unusual' in answer).length).toBe(9000 - 8192 + 1);
    expect(answers.at(-2)).toHaveProperty('facts.user', 'u7');
    expect(answers.at(-1)).toEqual({ line: 9002, unusual: line(8999) });
  });
});
