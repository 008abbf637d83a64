/** T with every field allowed to be undefined. */
export type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

/**
 * The fields that have a value. Canonical records leave an absent field out, and never hold it as
 * undefined, so that two records that say the same are equal.
 */
export function present<T extends object>(fields: Loose<T>): T {
  const result: Record<string, unknown> = {};
  // Lists of entries would cost most of the time that a row of a table takes. Nothing is inherited.
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) result[name] = value;
  }
  return result as T;
}
