/** The candidate that differs from a name by the fewest letters, if by no more than a third of them. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  // Names of fields are short; nothing is learned from comparing a whole text with them.
  if (name.length > 60) return undefined;
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const distance = editDistance(normal(name), normal(candidate));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Case and underscores are spelling, not meaning: `input_tokens` is nearest to `inputTokens`. */
function normal(name: string): string {
  return name.replaceAll(/[_\-. ]/g, '').toLowerCase();
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
