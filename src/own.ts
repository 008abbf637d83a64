/**
 * The value that a table of ours has for a name from outside; undefined for a name that it has not, and
 * for `constructor` and its like, which every object answers to.
 */
export function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
