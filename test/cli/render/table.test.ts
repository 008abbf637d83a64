import { describe, expect, it } from 'vitest';
import { barChart } from '../../../src/cli/render/chart.ts';
import { sideBySide } from '../../../src/cli/commands/compare/side-by-side-table.ts';
import { PLAIN, type Style } from '../../../src/cli/render/style.ts';
import { table, type Column, type Row } from '../../../src/cli/render/table.ts';
import { width } from '../../../src/cli/render/width.ts';

const at = (width: number): Style => ({ theme: PLAIN, width });
const framed = (width: number): Style => ({ theme: PLAIN, width, frame: 'unicode' });

describe('a table of names that are copied', () => {
  const columns = [
    { head: 'Model', whole: true },
    { head: 'Provider', optional: 1 },
    { head: 'Input', align: 'decimal' },
  ] as const;
  const rows = [
    ['tern-1', 'Shorebird', '$1.0000'],
    ['accounts/with/a/long/path/to/dunlin-2', 'Shorebird', '$12.0000'],
    ['knot-3', 'Shorebird', '$3.0000'],
  ];

  it('has all columns where nothing limits it', () => {
    expect(table(columns, rows, at(Infinity))).toBe(
      [
        'Model                                  Provider      Input',
        'tern-1                                 Shorebird   $1.0000',
        'accounts/with/a/long/path/to/dunlin-2  Shorebird  $12.0000',
        'knot-3                                 Shorebird   $3.0000',
      ].join('\n'),
    );
  });

  it('puts a name without room on a line of its own, whole, for the sake of a column', () => {
    expect(table(columns, rows, at(40))).toBe(
      [
        'Model   Provider      Input',
        'tern-1  Shorebird   $1.0000',
        'accounts/with/a/long/path/to/dunlin-2',
        '        Shorebird  $12.0000',
        'knot-3  Shorebird   $3.0000',
      ].join('\n'),
    );
  });

  it('gives up the columns that may go before it leaves no room for names', () => {
    expect(table(columns, rows, at(30))).toBe(
      [
        'Model      Input',
        'tern-1   $1.0000',
        'accounts/with/a/long/path/to/dunlin-2',
        '        $12.0000',
        'knot-3   $3.0000',
        'No room for: Provider.',
      ].join('\n'),
    );
  });

  it.each([10, 20, 40, 60, 80, 200])('breaks no name at %i columns', (width) => {
    const lines = table(columns, rows, at(width)).split('\n');
    for (const [name = ''] of rows) expect(lines.some((line) => line.startsWith(name))).toBe(true);
  });
});

describe('a table on a terminal', () => {
  const columns: readonly Column[] = [
    { head: 'Model', whole: true },
    { head: 'Requests', align: 'right', optional: 1 },
    { head: 'Cost', unit: 'USD / 1M tokens', align: 'decimal', essential: true },
  ];
  const rows: readonly Row[] = [
    ['tern-1', '1,200', '0.5000'],
    ['knot-3', '7', '12.00125'],
    ['ruff', '1', 'unknown'],
    { total: ['Total', '1,208', '≥ 12.50125'] },
  ];

  it('has a thin frame, its unit in the head, its points below each other and its total set off', () => {
    expect(table(columns, rows, framed(60))).toBe(
      [
        '┌───────────────────────────────────┐',
        '│                              Cost │',
        '│ Model   Requests  USD / 1M tokens │',
        '├───────────────────────────────────┤',
        '│ tern-1     1,200          0.5000  │',
        '│ knot-3         7         12.00125 │',
        '│ ruff           1          unknown │',
        '├───────────────────────────────────┤',
        '│ Total      1,208       ≥ 12.50125 │',
        '└───────────────────────────────────┘',
      ].join('\n'),
    );
  });

  it('has plain columns and one line of heads in a pipe', () => {
    expect(table(columns, rows, at(Infinity))).toBe(
      [
        'Model   Requests        Cost',
        'tern-1     1,200      0.5000',
        'knot-3         7    12.00125',
        'ruff           1     unknown',
        'Total      1,208  ≥ 12.50125',
      ].join('\n'),
    );
  });

  it('folds its heads, then leaves columns out and says which', () => {
    expect(table(columns, rows, framed(32))).toBe(
      [
        '┌──────────────────────────────┐',
        '│                         Cost │',
        '│                        USD / │',
        '│ Model   Requests   1M tokens │',
        '├──────────────────────────────┤',
        '│ tern-1     1,200     0.5000  │',
        '│ knot-3         7    12.00125 │',
        '│ ruff           1     unknown │',
        '├──────────────────────────────┤',
        '│ Total      1,208  ≥ 12.50125 │',
        '└──────────────────────────────┘',
      ].join('\n'),
    );
    expect(table(columns, rows.slice(0, 1), at(22)).split('\n').slice(-2)).toEqual([
      'tern-1  0.5000',
      'No room for: Requests.',
    ]);
  });

  it('is framed in ASCII where the terminal shows nothing else, and not at all where it is very narrow', () => {
    const two: readonly Column[] = [{ head: 'A' }, { head: 'B' }];
    expect(table(two, [['1', '2']], { theme: PLAIN, width: 80, frame: 'ascii' })).toBe(
      ['+------+', '| A  B |', '+------+', '| 1  2 |', '+------+'].join('\n'),
    );
    expect(table(two, [['1', '2']], framed(20))).toBe(['A  B', '1  2'].join('\n'));
  });

  it('counts a joined emoji as the two columns that it takes', () => {
    const lines = table(
      [{ head: 'Name' }, { head: 'N', align: 'right' }],
      [
        ['👨‍👩‍👧‍👦 team', '1'],
        ['日本', '2'],
      ],
      at(80),
    );
    expect(lines.split('\n')).toEqual(['Name     N', '👨‍👩‍👧‍👦 team  1', '日本     2']);
  });

  it('draws long tables as if in one piece', () => {
    const many = Array.from({ length: 123 }, (_, index): Row => [`model-${index}`, String(index), '1.5']);
    const lines = table(columns, many, framed(80)).split('\n');
    expect(lines).toHaveLength(123 + 5);
    expect(new Set(lines.map(width)).size).toBe(1);
    expect(lines.filter((line) => /^[┌├└]/.test(line))).toHaveLength(3);
  });

  const figures = ['$1,234,567.8901 / 1M tokens', '0.00000000125', '≥ $12.5000', '98,765,432,100', 'unknown'];

  it.each([20, 32, 40, 47, 60, 80, 120, 200])('breaks no figure and no line at %i columns', (columns) => {
    const wide: readonly Column[] = [
      { head: 'Meter of something' },
      { head: 'Rate', align: 'decimal' },
      { head: 'Raw', align: 'decimal', optional: 1 },
      { head: 'Total', align: 'decimal', essential: true },
      { head: 'Count', align: 'right' },
      { head: 'State', align: 'right' },
    ];
    const lines = table(wide, [['Cached image input', ...figures]], framed(columns)).split('\n');
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
    const leftOut = lines.join(' ').replace(/^.*No room for:/, '');
    for (const [at, figure] of figures.entries()) {
      const [amount = ''] = figure.replace('≥ ', '').split(' ');
      const head = wide[at + 1]?.head ?? '';
      expect(lines.some((line) => line.includes(amount)) || leftOut.includes(head), amount).toBe(true);
    }
    expect(lines.some((line) => line.includes('$12.5000'))).toBe(true);
  });
});

describe('models side by side', () => {
  const names = ['tern-1', 'knot-3', 'accounts/path/to/dunlin-2'];
  const rows = [
    { label: 'Input', cells: ['$1.0000', '$3.0000', '$12.0000'] },
    { label: 'Function calling', cells: ['Yes', 'No', 'Yes'] },
  ];

  it('stand in one table where there is room', () => {
    expect(sideBySide(names, rows, at(80))).toBe(
      [
        '                   tern-1   knot-3  accounts/path/to/dunlin-2',
        'Input             $1.0000  $3.0000                   $12.0000',
        'Function calling      Yes       No                        Yes',
      ].join('\n'),
    );
  });

  it('stand in several where there is not, a lone one under its whole name', () => {
    expect(sideBySide(names, rows, at(40))).toBe(
      [
        '                   tern-1   knot-3',
        'Input             $1.0000  $3.0000',
        'Function calling      Yes       No',
        '',
        'accounts/path/to/dunlin-2',
        'Input             $12.0000',
        'Function calling       Yes',
      ].join('\n'),
    );
  });
});

describe('a chart of bars', () => {
  it('draws each in proportion to the longest, to an eighth of a column', () => {
    const bars = [
      { name: 'tern', value: 1, text: '$1' },
      { name: 'knot', value: 4, text: '$4' },
      { name: 'ruff', value: 0.001, text: '$0' },
    ];
    // 40 columns: 4 of a name, 2 between, 2 between, 2 of a text: 30 for the longest bar, 7½ for a quarter.
    expect(barChart(bars, at(40))).toBe(
      ['tern  ███████▌ $1', `knot  ${'█'.repeat(30)} $4`, 'ruff  ▏ $0'].join('\n'),
    );
  });

  it('has no bar for what is unknown and none for what is free, but their words', () => {
    const bars = [
      { name: 'tern', value: null, text: 'unknown' },
      { name: 'knot', value: 0, text: 'free' },
    ];
    expect(barChart(bars, at(40))).toBe(['tern  unknown', 'knot  free'].join('\n'));
  });

  it('puts a long name above its bar, whole', () => {
    const bars = [{ name: 'accounts/with/a/long/path/to/dunlin-2', value: 2, text: '$2' }];
    expect(barChart(bars, at(40))).toBe(
      ['accounts/with/a/long/path/to/dunlin-2', `${'█'.repeat(36)} $2`].join('\n'),
    );
  });

  it('is empty of nothing', () => expect(barChart([], at(40))).toBe(''));
});

describe('a cell of a broken map', () => {
  it('is cut before it takes seconds to draw', () => {
    const text = table([{ head: 'Field' }, { head: 'Value' }], [['a', '9'.repeat(300_000)]], {
      theme: PLAIN,
      width: 80,
    });
    expect(text).toContain('…');
    expect(text.length).toBeLessThan(10_000);
  });
});
