/** The stages that decide which rows are one sum. */
import { METERS } from '../../pricing/tally/counts.ts';
import type { Stage } from '../request/stage.ts';
import { cases, plusAll, same, when } from '../sql.ts';

/** For each model and provider of the rows, and each map: whether its requests can be added up, and the bounds of its brackets. */
export const BOUNDS = 'llmcost_bounds';

/** The bounds of the brackets beside each row. */
export function locating(cuts: number): Stage {
  const matches = ['model', 'provider'].map((role) => `b.${role} = COALESCE(c.said_${role}, '')`);
  return {
    name: 'located',
    columns: [
      { sql: 'c.*', as: 'c.*' },
      ...same('b.sums_up', ...boundNames(cuts).map((name) => `b.${name}`)),
    ],
    from: ['FROM counting c', `LEFT JOIN ${BOUNDS} b ON ${matches.join(' AND ')} AND b.map = c.map`],
  };
}

export function boundNames(cuts: number): readonly string[] {
  return Array.from({ length: cuts }, (_, index) => `bound_${index}`);
}

/** A prompt that ends on a bound is on neither side of it. */
export function judging(cuts: number): Stage {
  const passed = boundNames(cuts).map((bound) =>
    cases(
      [
        [`input_tokens > ${bound}`, '2'],
        [`input_tokens = ${bound}`, '1'],
      ],
      '0',
    ),
  );
  const used = METERS.map((_, index) => when(`n_${index} > 0`, String(2 ** index), '0'));
  const alone = ['odd', 'is_odd = 1', 'is_empty = 1', 'misfits', 'NOT COALESCE(sums_up, FALSE)'];
  return {
    name: 'judged',
    columns: [
      { sql: 'm.*', as: 'm.*' },
      { sql: plusAll(used), as: 'mask' },
      { sql: plusAll(passed), as: 'bracket' },
      { sql: '(cost IS NOT NULL)', as: 'has_cost' },
      {
        sql: cases(
          [
            [`${alone.join(' OR ')} OR (${plusAll(used)}) = 0`, "'read'"],
            ['skip IS NOT NULL', 'skip'],
          ],
          "'sum'",
        ),
        as: 'outcome',
      },
    ],
    from: ['FROM measuring m'],
  };
}
