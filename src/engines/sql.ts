/** Pieces of SQL that every dialect understands. */

export interface Named {
  readonly sql: string;
  readonly as: string;
}

/** `a AS b`, one to a line; a column that keeps its name stands alone. */
export function selection(columns: readonly Named[]): string {
  return columns.map(({ sql, as }) => (sql === as ? sql : `${sql} AS ${as}`)).join(',\n    ');
}

/** The columns, to be handed on as they are. */
export function same(...names: readonly string[]): readonly Named[] {
  return names.map((name) => ({ sql: name, as: name }));
}

/** `a + b`, `0` for none. */
export function plusAll(terms: readonly string[], none = '0'): string {
  return terms.length === 0 ? none : terms.join(' + ');
}

export function when(condition: string, then: string, otherwise?: string): string {
  return `CASE WHEN ${condition} THEN ${then}${otherwise === undefined ? '' : ` ELSE ${otherwise}`} END`;
}

/** The first of the conditions that holds. */
export function cases(
  branches: readonly (readonly [condition: string, then: string])[],
  otherwise: string,
): string {
  if (branches.length === 0) return otherwise;
  return `CASE ${branches.map(([condition, then]) => `WHEN ${condition} THEN ${then}`).join(' ')} ELSE ${otherwise} END`;
}

/** a − b, and 0 where that would be less. */
export function lessOrNone(a: string, b: string): string {
  return b === '0' ? a : `GREATEST(${a} - (${b}), 0)`;
}

/**
 * A table to be joined, its columns behind the alias and a line: `p_model`. ClickHouse gives columns of
 * both sides another name where two are called the same.
 */
export function joined(table: string, alias: string, columns: readonly string[]): string {
  return `(SELECT ${columns.map((name) => `${name} AS ${alias}_${name}`).join(', ')} FROM ${table}) ${alias}`;
}
