import { describe, expect, it } from 'vitest';
import { barChart } from '../../../src/cli/render/chart.ts';
import { modelTable } from '../../../src/cli/render/model-table.ts';
import { sideBySide } from '../../../src/cli/commands/compare/side-by-side-table.ts';
import { PLAIN } from '../../../src/cli/render/style.ts';

const at = (width: number) => ({ theme: PLAIN, width });

describe('a table of names that are copied', () => {
  const columns = [
    { head: 'Model' },
    { head: 'Provider', optional: 1 },
    { head: 'Input', align: 'right' },
  ] as const;
  const rows = [
    ['tern-1', 'Shorebird', '$1.0000'],
    ['accounts/with/a/long/path/to/dunlin-2', 'Shorebird', '$12.0000'],
    ['knot-3', 'Shorebird', '$3.0000'],
  ];

  it('has all columns where nothing limits it', () => {
    expect(modelTable(columns, rows, at(Infinity))).toBe(
      [
        'Model                                  Provider      Input',
        'tern-1                                 Shorebird   $1.0000',
        'accounts/with/a/long/path/to/dunlin-2  Shorebird  $12.0000',
        'knot-3                                 Shorebird   $3.0000',
      ].join('\n'),
    );
  });

  it('puts a name without room on a line of its own, whole, for the sake of a column', () => {
    expect(modelTable(columns, rows, at(40))).toBe(
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
    expect(modelTable(columns, rows, at(30))).toBe(
      [
        'Model      Input',
        'tern-1   $1.0000',
        'accounts/with/a/long/path/to/dunlin-2',
        '        $12.0000',
        'knot-3   $3.0000',
      ].join('\n'),
    );
  });

  it.each([10, 20, 40, 60, 80, 200])('breaks no name at %i columns', (width) => {
    const lines = modelTable(columns, rows, at(width)).split('\n');
    for (const [name = ''] of rows) expect(lines.some((line) => line.startsWith(name))).toBe(true);
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
