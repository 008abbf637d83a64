import { describe, expect, it } from 'vitest';
import { LogLines } from '../../../src/usage/logs/fast/log-lines.ts';
import { tallyFiles } from '../../helpers/tally-files.ts';
import { scannerModule } from './scan/reading.ts';
import { tableOf, type ReadTable } from './tables.ts';

const WAYS = [
  ['with the scanner', new LogLines(scannerModule)],
  ['without it', new LogLines(undefined)],
] as const;

/** By row: the input and output tokens, or why there are none. */
function countsOf({ told }: ReadTable): readonly (readonly (number | string | undefined)[])[] {
  return told.map(([row, what]) =>
    typeof what === 'string'
      ? [row, what]
      : [row, what.record.usage.inputTokens, what.record.usage.outputTokens],
  );
}

const SHORT = 'unreadable: the row has 1 columns, the header 3';

describe.each(WAYS)('a table of text, %s', (_, lines) => {
  const read = (text: string | Buffer) => tableOf(text, { lines });

  // Rows are counted, not lines: the header is the first, blank lines are none.
  it.each([
    [
      'quotes',
      'model,"input_tokens",output_tokens\n"a, b","1",2\n"say ""x""",3,"4"\n',
      [
        [2, 1, 2],
        [3, 3, 4],
      ],
    ],
    [
      'line ends in quotes',
      'model,input_tokens,output_tokens\n"two\nlines",1,2\nm,3,4',
      [
        [2, 1, 2],
        [3, 3, 4],
      ],
    ],
    [
      'a quote within a cell',
      'model,input_tokens,output_tokens\nsay "x",1,2\n5" disk,3,4\n',
      [
        [2, 1, 2],
        [3, 3, 4],
      ],
    ],
    [
      'text behind a quote',
      'model,input_tokens,output_tokens\nm,1,2\n"a"b,3,4\n"c",5,6\n',
      [
        [2, 1, 2],
        [3, 3, 4],
        [4, 5, 6],
      ],
    ],
    [
      'CRLF',
      'model,input_tokens,output_tokens\r\nm,1,2\r\n"m",3,"4"\r\n',
      [
        [2, 1, 2],
        [3, 3, 4],
      ],
    ],
    [
      'a newline among CRLF',
      'model,input_tokens,output_tokens\r\na\nb,1,2\r\nm,3,4\r\n',
      [
        [2, 1, 2],
        [3, 3, 4],
      ],
    ],
    [
      'CRLF among newlines',
      'model,input_tokens,output_tokens\nm,1,2\r\nm,3,4\n',
      [
        [2, 1, 2],
        [3, 3, 4],
      ],
    ],
    [
      'a return behind a quote',
      'model,input_tokens,output_tokens\r\nm,"1"\r,2\r\nm,3,4\r\n',
      [
        [2, 'unreadable: input is "\\"1\\"", not a whole number of at least 0 and below 2^53'],
        [3, 3, 4],
      ],
    ],
    [
      'returns',
      'model,input_tokens,output_tokens\rm,1,2\rm,3,4\r',
      [
        [2, 1, 2],
        [3, 3, 4],
      ],
    ],
    [
      'blank lines',
      '\n\nmodel,input_tokens,output_tokens\n\nm,1,2\n\n\nm,3,4\n\n',
      [
        [2, 1, 2],
        [3, 3, 4],
      ],
    ],
    ['a blank line before tabs', '\nmodel\tinput_tokens\toutput_tokens\nm\t1\t2\n', [[2, 1, 2]]],
    [
      'a line of spaces',
      'model,input_tokens,output_tokens\n  \nm,1,2\n',
      [
        [2, SHORT],
        [3, 1, 2],
      ],
    ],
    ['a byte-order mark', '\uFEFF"model","input_tokens","output_tokens"\nm,1,2\n', [[2, 1, 2]]],
    [
      'spaces around cells',
      'model,input_tokens,output_tokens\nm, 1 ,\t2\nm," 3 ",4\n',
      [
        [2, 1, 2],
        [3, 3, 4],
      ],
    ],
    ['whole numbers with a point', 'model,input_tokens,output_tokens\nm,1200.0,2.\n', [[2, 1200, 2]]],
    ['points in thousands', 'model;input_tokens;output_tokens\nm;1.200;2,0\n', [[2, 1200, 2]]],
    [
      'words for nothing',
      'model,input_tokens,output_tokens\nm,NULL,2\nm,3,n/a\n',
      [
        [2, undefined, 2],
        [3, 3, undefined],
      ],
    ],
  ])('is read with %s', async (_name, text, expected) => {
    expect(countsOf(await read(text))).toEqual(expected);
  });

  // A part is never larger than its whole, and a total tells the rest: 6 + 5 + 3 is 14, 6 + 3 is 9.
  it('has the cache beside the input or within it, row by row, where only the total tells', async () => {
    const rows = ['m,6,5,3,14', 'm,6,5,3,9', 'm,4,5,3,12', 'm,,5,3,8', 'm,6,,3,9'];
    const header = 'model,input_tokens,cache_read_tokens,output_tokens,total_tokens';
    expect(countsOf(await read([header, ...rows].join('\n')))).toEqual([
      [2, 11, 3],
      [3, 6, 3],
      [4, 9, 3],
      [5, 5, 3],
      [6, 6, 3],
    ]);
  });

  it('is read where a row is longer than what is read at once', async () => {
    const long = 'x'.repeat(1_000_000);
    const text = `note,input_tokens,output_tokens\n,1,2\n${long},3,4\n"${long}\n",5,6\n,7,8\n`;
    expect(countsOf(await read(text))).toEqual([
      [2, 1, 2],
      [3, 3, 4],
      [4, 5, 6],
      [5, 7, 8],
    ]);
  });

  it('is read as far as to a quote that nothing closes', async () => {
    const table = await read('model,input_tokens,output_tokens\nm,1,2\n"a"b,3,4\nm,"5,6\nm,7,8\n');
    expect(countsOf(table)).toEqual([
      [2, 1, 2],
      [3, 3, 4],
    ]);
    expect(table.failure).toBe('Quote Not Closed: the parsing is finished with an opening quote at line 5');
  });

  it.each([
    ['ordinary rows', ''],
    ['odd quotes', '"a"b,3,4\n'],
  ])('is read as far as to the last whole row where it is cut off, with %s', async (_name, row) => {
    const text = `model,input_tokens,output_tokens\nm,1,2\n${row}m,5,6\nm,7,8`;
    const table = await tableOf(text, { lines, isCut: true });
    expect(table.failure).toBe('cut off');
    const inputs = countsOf(table).map(([, input]) => input);
    // The last figure may have had more digits.
    expect(inputs).toEqual(row === '' ? [1, 5] : [1, 3, 5]);
  });

  it('says where a quote is never closed by the lines of the whole text', async () => {
    const text = `model,input_tokens\n\n"two\nlines",2\n${'m,2\n'.repeat(100_000)}m,"4\n`;
    const { failure, told } = await read(text);
    // A header, a blank line and a row of two lines come before the rest.
    expect(failure).toBe('Quote Not Closed: the parsing is finished with an opening quote at line 100005');
    expect(told).toHaveLength(100_001);
  });

  it('has a time, whatever the form', async () => {
    const times = ['2026-11-01T12:00:00Z', '2026-11-01 12:00', '1793534400', '1793534400000000', 'noon'];
    const { told } = await read(`time,input_tokens\n${times.map((time) => `${time},1\n`).join('')}`);
    const noon = Date.UTC(2026, 10, 1, 12);
    expect(told.map(([, what]) => (typeof what === 'string' ? what : what.record.atMs))).toEqual([
      noon,
      noon,
      noon,
      noon,
      undefined,
    ]);
  });

  it('is of a day, and of nobody knows how many requests, where neither an id nor a count says more', async () => {
    const { told } = await read(
      'date,id,requests,input_tokens\n2026-11-01,,,1\n2026-11-01,a-1,,1\n2026-11-01,,1,1\n',
    );
    expect(told.map(([, what]) => (typeof what === 'string' ? what : what.record.sumOf))).toEqual([
      null,
      undefined,
      undefined,
    ]);
  });

  it('tells whose a request was, without the space around it', async () => {
    const { told } = await read(
      'user,session_id,project,input_tokens\n zoé ,C:\\new,"a, b",1\nnull,,\u00a0,1\n',
    );
    expect(
      told.map(([, what]) => {
        if (typeof what === 'string') return what;
        const { user, session, project } = what.record;
        return [user, session, project];
      }),
    ).toEqual([
      ['zoé', 'C:\\new', 'a, b'],
      [undefined, undefined, undefined],
    ]);
  });
});

describe('the scanner', () => {
  it.each([
    ['\n', Infinity],
    ['\n', 1],
    ['\r\n', Infinity],
    ['\r\n', 1],
  ])(
    'reads ordinary rows by itself, with %j behind all but the last, in pieces of %d bytes',
    async (ending, pieceBytes) => {
      const lines = new LogLines(scannerModule);
      const rows = [
        'model,note,input_tokens',
        'm,,1',
        '"m","say ""x""","1"',
        `m,"two${ending}lines",1`,
        '"m ""x""",,1',
        'm,,"1,200"',
        'm,,"42"',
        'm,,42',
      ];
      const { told, fastCount } = await tableOf(rows.join(ending), { lines, pieceBytes });
      expect([told.length, fastCount]).toEqual([7, 5]);
    },
  );

  it('leaves rows alone where each is of a model of its own', async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => `m${i},${i}\n`).join('');
    const { told, fastCount } = await tableOf(`model,input_tokens\n${rows}`, {
      lines: new LogLines(scannerModule),
    });
    expect(fastCount).toBe(8192);
    const models = told.map(([, what]) => (typeof what === 'string' ? what : what.record.model));
    expect(models).toEqual(Array.from({ length: 10_000 }, (_, i) => `m${i}`));
  });

  it('reads one table after the other, each by its own columns', async () => {
    const lines = new LogLines(scannerModule);
    // The cache is part of the input in one, and beside it in the other: 5 + 3.
    const within = await tableOf('model,input_tokens,cached_tokens\nm,5,3\n', { lines });
    const beside = await tableOf('cache_read_input_tokens;input_tokens;model\n3;5;m\n', { lines });
    expect([...countsOf(within), ...countsOf(beside)]).toEqual([
      [2, 5, undefined],
      [2, 8, undefined],
    ]);
  });
});

it('a reply in a table and in lines of JSON counts once', async () => {
  const line = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'tern',
    usage: { prompt_tokens: 10, completion_tokens: 2 },
  };
  const { tokens, skips } = await tallyFiles(
    {
      'a.csv': 'id,model,input_tokens,output_tokens\nchatcmpl-1,tern,10,2\n"chatcmpl-2",tern,"1,000",2\n',
      'b.jsonl': [line],
      'c.csv': 'output_tokens,id,input_tokens,model\n2,chatcmpl-2,1000,tern\n',
    },
    { tern: { input_cost_per_token: 0.000001, output_cost_per_token: 0.000002, mode: 'chat' } },
  );
  expect(skips).toEqual({ duplicate: 2 });
  expect(tokens).toMatchObject({ input: 1010, output: 4 });
});
