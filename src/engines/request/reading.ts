/** The columns of the usage as texts, counts and moments. */
import type { Role } from '../columns.ts';
import { cases, same, when } from '../sql.ts';
import { COUNT_LIMIT, type View } from '../view.ts';
import { count, handedOn, HANDED_ON, read, textIn, type Stage } from './stage.ts';

/** What databases write for an empty cell. */
const NOTHING = ['', 'null', 'none', 'n/a', '-'];

/** Columns of any type as texts, doubles and moments. */
export function reading(view: View): Stage {
  const { dialect } = view;
  const { table, columns } = view.options.usage;
  const column = (role: Role) => `u.${dialect.quoted(columns.get(role) ?? '')}`;
  const counts = [...view.roles('count'), ...view.roles('amount')];
  return {
    name: 'reading',
    columns: [
      ...HANDED_ON.filter((role) => view.has(role)).map((role) => ({
        sql: column(role),
        as: dialect.quoted(role),
      })),
      ...(view.options.handedOn ?? []).map((name) => ({ sql: `u.${name}`, as: name })),
      ...view
        .roles('text')
        .map((role) => ({ sql: `TRIM(${dialect.asText(column(role))})`, as: textIn(role) })),
      { sql: view.has('at') ? dialect.asMoment(column('at')) : 'NULL', as: 'moment' },
      ...counts.map((role) => ({ sql: dialect.asDouble(column(role)), as: read(role) })),
      // A text that is neither a number nor empty.
      {
        sql: cases(
          counts.map((role) => [
            `${dialect.asDouble(column(role))} IS NULL AND ${column(role)} IS NOT NULL AND NOT ${dialect.isAmong(`LOWER(TRIM(${dialect.asText(column(role))}))`, NOTHING)}`,
            '1',
          ]),
          '0',
        ),
        as: 'is_text',
      },
    ],
    from: [`FROM ${table} u`],
  };
}

/** Whole counts, and names as the look-up compares them. */
export function counting(view: View): Stage {
  const { dialect } = view;
  const counts = view.roles('count');
  const seconds = view.roles('amount');
  const isOdd = (role: Role, whole: boolean) =>
    `NOT (${read(role)} >= 0 AND ${read(role)} < ${COUNT_LIMIT}${whole ? ` AND ${read(role)} = FLOOR(${read(role)})` : ''})`;
  const odd = [
    ['is_text = 1', '1'] as const,
    ...counts.map((role) => [isOdd(role, true), '1'] as const),
    ...seconds.map((role) => [isOdd(role, false), '1'] as const),
  ];
  const given = [...counts.filter((role) => role !== 'requests'), ...seconds];
  return {
    name: 'counting',
    columns: [
      ...same(...handedOn(view), 'moment'),
      ...same(...view.roles('text').map(textIn)),
      { sql: cases(odd, '0'), as: 'is_odd' },
      { sql: when(given.map((role) => `${read(role)} IS NULL`).join(' AND '), '1', '0'), as: 'is_empty' },
      ...counts.map((role) => ({
        sql: when(isOdd(role, true), 'NULL', dialect.asInteger(read(role))),
        as: count(role),
      })),
      ...seconds.map((role) => ({
        sql: when(isOdd(role, false), 'NULL', dialect.asSeconds(read(role))),
        as: count(role),
      })),
      { sql: view.has('model') ? 'LOWER(t_model)' : "''", as: 'name' },
      ...(view.has('provider') ? [{ sql: 'LOWER(t_provider)', as: 'seller' }] : []),
      ...(view.has('tier')
        ? [{ sql: "LOWER(REPLACE(REPLACE(t_tier, '-', '_'), ' ', '_'))", as: 'tier_name' }]
        : []),
    ],
    from: ['FROM reading'],
  };
}
