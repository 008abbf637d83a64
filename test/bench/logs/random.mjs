const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Chance that is the same for the same seed. */
export function randomOf(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (n) => Math.floor(next() * n);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (list) => list[below(list.length)],
    /** Many small ones and a few large: `middle` in the middle, seldom more than ten times that. */
    skewed: (middle) => Math.round(middle * Math.exp((next() + next() + next() - 1.5) * 1.8)),
    shuffled(list) {
      const all = [...list];
      for (let i = all.length - 1; i > 0; i -= 1) {
        const j = below(i + 1);
        [all[i], all[j]] = [all[j], all[i]];
      }
      return all;
    },
    id(prefix, length = 24) {
      let id = prefix;
      for (let i = 0; i < length; i += 1) id += LETTERS[below(LETTERS.length)];
      return id;
    },
    uuid() {
      const hex = (digits) =>
        below(16 ** digits)
          .toString(16)
          .padStart(digits, '0');
      return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(6)}${hex(6)}`;
    },
  };
}

/** The fields in the order that a log writes them; those that are not in `order` come last. */
export function inOrder(fields, order) {
  const sorted = {};
  for (const name of order) if (name in fields) sorted[name] = fields[name];
  return { ...sorted, ...fields };
}
