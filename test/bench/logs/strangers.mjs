import { codexLines } from './codex.mjs';
import { sessionLines } from './sessions.mjs';
import { responseLines, withSpaces } from './responses.mjs';
import { styleOf, textOf } from './text.mjs';

/**
 * Lines of Claude Code, Codex and OpenAI with fields in between that no version of theirs has: of a kind that
 * nothing here was made fast for. What they cost is the same with these fields and without.
 */
export function* strangerLines(random) {
  const source = random.pick([sessionLines, codexLines, responseLines])(random);
  const names = Array.from({ length: 12 }, () => random.id('x_', 2 + random.below(16)));
  const style = styleOf(random);
  const isFromPython = random.chance(0.3);
  const isShuffled = random.chance(0.3);
  for (const line of source) {
    let value;
    try {
      value = JSON.parse(line);
    } catch {
      yield line;
      continue;
    }
    const strange = withStrangers(random, value, { names, style, isShuffled });
    yield isFromPython ? withSpaces(strange) : JSON.stringify(strange);
  }
}

function withStrangers(random, value, habits) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields = Object.entries(value).map(([key, field]) => [key, withStrangers(random, field, habits)]);
  if (random.chance(0.15))
    fields.splice(random.below(fields.length + 1), 0, [
      random.pick(habits.names),
      anything(random, habits, 2),
    ]);
  return Object.fromEntries(habits.isShuffled ? random.shuffled(fields) : fields);
}

function anything(random, habits, depth) {
  switch (random.below(depth > 0 ? 7 : 5)) {
    case 0:
      return textOf(random, random.skewed(40), habits.style);
    case 1:
      return random.below(1_000_000) / 128;
    case 2:
      return random.pick([true, false, null]);
    case 3:
      return random.uuid();
    case 4:
      return -random.below(1000);
    case 5:
      return Array.from({ length: random.below(4) }, () => anything(random, habits, depth - 1));
    default:
      return Object.fromEntries([
        [random.pick(habits.names), anything(random, habits, depth - 1)],
        ['input_tokens', anything(random, habits, depth - 1)],
      ]);
  }
}
