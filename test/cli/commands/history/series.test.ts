import { describe, expect, it } from 'vitest';
import { seriesOf, type Sighting } from '../../../../src/cli/commands/history/series.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import { sparkline } from '../../../../src/cli/render/sparkline.ts';
import { speaksUtf8 } from '../../../../src/cli/terminal/streams.ts';
import { entryOf } from '../../../helpers/pricing.ts';

/** A map a day from the first of January on; null is a map without the model. */
function days(...entries: readonly (JsonObject | null)[]): readonly Sighting[] {
  return entries.map((fields, index) => ({
    at: `2026-01-0${index + 1}T00:00:00.000Z`,
    sha256: String(index),
    entry: fields === null ? undefined : entryOf(fields),
  }));
}

/** `01 0.000001`, `03 none`: the points of a price, by the day of the month. */
function points(sightings: readonly Sighting[], name: string): readonly string[] | undefined {
  const series = seriesOf(sightings).find(({ field }) => field === name);
  return series?.points.map(({ from, raw, percent }) =>
    [from.slice(8, 10), raw ?? 'none', ...(percent === null ? [] : [`${percent}%`])].join(' '),
  );
}

const INPUT = 'input_cost_per_token';
const OUTPUT = 'output_cost_per_token';
const input = (usd: number | null) => ({ [INPUT]: usd });

describe('the prices of a model over time', () => {
  it('are told where they changed, with the percentage', () => {
    const maps = days(input(2e-6), input(2e-6), input(1e-6), input(1e-6), input(1.5e-6));
    expect(points(maps, INPUT)).toEqual(['01 0.000002', '03 0.000001 -50%', '05 0.0000015 50%']);
  });

  it('come and go', () => {
    const maps = days(input(2e-6), input(null), null, input(2e-6), input(0), input(1e-6));
    expect(points(maps, INPUT)).toEqual([
      '01 0.000002',
      '02 none',
      '04 0.000002',
      '05 0 -100%',
      '06 0.000001',
    ]);
  });

  it('begin with the first map that has the model, and not before', () => {
    expect(points(days(null, null, input(2e-6)), INPUT)).toEqual(['03 0.000002']);
    expect(points(days(null, { [OUTPUT]: 1e-6 }, { [OUTPUT]: 1e-6, ...input(2e-6) }), INPUT)).toEqual([
      '02 none',
      '03 0.000002',
    ]);
  });

  it('stand in the order of the newest map, those that are gone behind them', () => {
    const maps = days({ citation_cost_per_token: 1e-6, [OUTPUT]: 1e-6 }, { [OUTPUT]: 1e-6, [INPUT]: 1e-6 });
    expect(seriesOf(maps).map(({ field }) => field)).toEqual([INPUT, OUTPUT, 'citation_cost_per_token']);
  });

  it('in DBU are shown and are no dollars', () => {
    const [series] = seriesOf(days({ input_dbu_cost_per_token: 1e-6 }));
    expect(series?.points[0]).toMatchObject({ raw: '0.000001', usdPerUnit: null, per1MUsd: null });
  });

  it('of a model that no map has are none', () => {
    expect(seriesOf(days(null, null))).toEqual([]);
  });
});

describe('a chart', () => {
  it.each<[readonly (number | null)[], string, string]>([
    [[1, 2], '▁█', '_#'],
    [[1, 2, 3, 4, 5, 6, 7, 8], '▁▂▃▄▅▆▇█', '_.:-=+*#'],
    [[5, null, 5], '█ █', '# #'],
    [[0, 0.001], '▁█', '_#'],
    [[null, 3, 1], ' █▁', ' #_'],
  ])('of %j is %s, and %s in ASCII', (values, unicode, ascii) => {
    expect(sparkline(values, true)).toBe(unicode);
    expect(sparkline(values, false)).toBe(ascii);
  });

  it.each([[[]], [[null, null]], [[3]], [[3, 3, 3]]])('of %j is none: there is nothing to draw', (values) => {
    expect(sparkline(values, true)).toBe('');
  });

  it.each([
    [{}, true],
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LANG: 'C.utf8' }, true],
    [{ LANG: 'C' }, false],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'POSIX' }, false],
    [{ LANG: 'C', LC_CTYPE: 'de_DE.UTF-8' }, true],
    [{ LANG: 'C', LC_ALL: '' }, false],
    [{ TERM: 'dumb', NO_COLOR: '1' }, true],
  ])('with %j is drawn in Unicode: %s', (env, expected) => {
    expect(speaksUtf8(env)).toBe(expected);
  });
});
