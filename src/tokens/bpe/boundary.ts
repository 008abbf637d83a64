const ENDS_WITH_WORD = /[\p{L}\p{N}]$/u;
const BEGINS_OUTSIDE = /^[^\p{L}\p{M}\p{N}']/u;

/**
 * True for a place at which every encoding cuts a text, whatever stands around it: after a letter or a digit and
 * before what is no letter, mark, digit or apostrophe. No alternative of the patterns goes on from the one to the
 * other, and none looks back, so what is left of the place and what is right of it can be counted by themselves.
 */
export function isBoundary(text: string, at: number): boolean {
  return (
    ENDS_WITH_WORD.test(text.slice(Math.max(0, at - 2), at)) && BEGINS_OUTSIDE.test(text.slice(at, at + 2))
  );
}

/** The last boundary in a stretch of text; undefined where there is none. */
export function lastBoundary(text: string, from: number, to: number): number | undefined {
  for (let at = to; at > from; at--) if (isBoundary(text, at)) return at;
  return undefined;
}

/** The first boundary in a stretch of text; undefined where there is none. */
export function firstBoundary(text: string, from: number, to: number): number | undefined {
  for (let at = from + 1; at <= to; at++) if (isBoundary(text, at)) return at;
  return undefined;
}
