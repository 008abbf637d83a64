const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Chance that is the same for the same seed, and whose numbers no other seed repeats (sfc32). */
export function randomOf(seed) {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b1, (seed / 0x1_0000_0000) | 0, 1];
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let i = 0; i < 12; i += 1) next();
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
