/** A stage of the view of requests, and the names of the columns that stages hand to each other. */
import type { Role } from '../columns.ts';
import { selection, type Named } from '../sql.ts';
import type { View } from '../view.ts';

/** Columns that are handed on under the name of their role. */
export const HANDED_ON = ['id', 'session', 'project', 'user'] as const satisfies readonly Role[];

/** The columns that a request keeps of its row, as the views name them. */
export function keptColumns(view: View): readonly string[] {
  const kept = HANDED_ON.filter((role) => view.has(role)).map((role) => view.dialect.quoted(role));
  return [...kept, 'model', 'provider', 'moment'];
}

/** The columns of the usage that are handed on as they are. */
export function handedOn(view: View): readonly string[] {
  const kept = HANDED_ON.filter((role) => view.has(role)).map((role) => view.dialect.quoted(role));
  return [...kept, ...(view.options.handedOn ?? [])];
}

export interface Stage {
  readonly name: string;
  readonly columns: readonly Named[];
  readonly from: readonly string[];
}

/** A stage with its name, to stand behind WITH. */
export function subquery({ name, columns, from }: Stage, { dialect }: View): string {
  return `  ${name} AS ${dialect.materialized}(\n  SELECT\n    ${selection(columns)}\n  ${from.join('\n  ')}\n  )`;
}

export const count = (role: Role) => `c_${role.replaceAll('-', '_')}`;
export const read = (role: Role) => `d_${role.replaceAll('-', '_')}`;
export const textIn = (role: Role) => `t_${role.replaceAll('-', '_')}`;
