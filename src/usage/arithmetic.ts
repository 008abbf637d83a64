/** The larger of two counts of one thing, where both or one or none are there. */
export function larger(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}

/** What is left of a count when a part of it is counted elsewhere; never below 0. */
export function less(count: number | undefined, part: number | undefined): number | undefined {
  return count === undefined ? undefined : Math.max(0, count - (part ?? 0));
}
