/** The table of rates. */
import { minus, ONE, plain, times, type Decimal } from '../../core/money.ts';
import { PRICED_METERS } from '../meters.ts';
import { decimalColumn, MOST_DIGITS, SECONDS_DECIMALS } from './decimals.ts';
import type { Priced } from './part.ts';
import { INTEGER, integer, text, type Table } from './table.ts';

export function priceTable(
  models: readonly Priced[],
  codes: readonly string[],
  isAdjusted: boolean,
): { readonly table: Table; readonly rounded: number } {
  const rows = models.flatMap(({ id, adjusting, rows }) => {
    const change = minus(adjusting.factor, ONE);
    return rows.map((row) => ({ id, change, row }));
  });
  const figures = (of: (rate: Decimal, change: Decimal) => Decimal) =>
    PRICED_METERS.map((_, index) =>
      rows.map(({ row, change }) => {
        const rate = row.rates[index];
        return rate === undefined ? null : plain(of(rate, change));
      }),
    );
  const rates = figures((rate) => rate);
  const changes = isAdjusted ? figures((rate, change) => times(rate, change)) : [];
  const room = PRICED_METERS.map(({ column }) => MOST_DIGITS - (column === 'seconds' ? SECONDS_DECIMALS : 0));
  const columns = [...rates, ...changes].map((cells, index) =>
    decimalColumn(cells, room[index % room.length] ?? MOST_DIGITS),
  );
  const names = PRICED_METERS.map(({ column }) => column);
  return {
    table: {
      name: 'llmcost_price',
      about: 'USD for one of each kind, by model, tier, region, speed, hours and bracket of the prompt',
      columns: [
        integer('model'),
        text('tier'),
        text('region'),
        text('speed'),
        integer('off_peak'),
        text('variant'),
        integer('bracket'),
        integer('priced'),
        integer('paid'),
        integer('not_billed'),
        ...codes.map((code) => integer(assumedColumn(code))),
        ...[...names, ...(isAdjusted ? names.map((name) => `change_${name}`) : [])].map((name, index) => ({
          name,
          type: columns[index]?.type ?? INTEGER,
        })),
      ],
      rows: rows.map(({ id, row }, index) => [
        id,
        row.tier,
        row.region,
        row.speed,
        row.isOffPeak ? 1 : 0,
        row.variant,
        row.bracket,
        row.priced,
        row.paid,
        row.notBilled,
        ...codes.map((code) => row.assumed.get(code) ?? 0),
        ...columns.map(({ cells }) => cells[index] ?? null),
      ]),
    },
    rounded: columns.reduce((sum, { rounded }) => sum + rounded, 0),
  };
}

/** The column of `llmcost_price` with the bits of the meters whose rate supposes that. */
export function assumedColumn(code: string): string {
  return `assumes_${code.toLowerCase()}`;
}
