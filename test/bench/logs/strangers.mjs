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

/** A session of Codex: its model comes once a turn, its counts in events. */
function* codexLines(random) {
  const style = styleOf(random);
  const cwd = random.pick(['/home/ann/work/shop', '/srv/api']);
  let at = Date.UTC(2026, 9, 1 + random.below(28));
  const line = (type, payload) => {
    at += random.skewed(2000);
    return JSON.stringify({ timestamp: new Date(at).toISOString(), type, payload });
  };
  yield line('session_meta', {
    id: random.uuid(),
    timestamp: new Date(at).toISOString(),
    cwd,
    cli_version: '0.58.0',
  });
  const total = {
    input_tokens: 0,
    cached_input_tokens: 0,
    output_tokens: 0,
    reasoning_output_tokens: 0,
    total_tokens: 0,
  };
  for (;;) {
    yield line('turn_context', {
      cwd,
      approval_policy: 'on-request',
      model: 'gpt-5.1-codex',
      effort: 'medium',
    });
    for (let step = 0; step < 1 + random.below(5); step += 1) {
      const text = textOf(random, random.skewed(900), style);
      yield line('response_item', {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text }],
      });
      yield line('response_item', {
        type: 'function_call_output',
        call_id: random.id('call_'),
        output: text,
      });
      const input = random.skewed(8000);
      const output = random.skewed(300);
      const last = {
        input_tokens: input,
        cached_input_tokens: random.below(input + 1),
        output_tokens: output,
        reasoning_output_tokens: random.below(output + 1),
        total_tokens: input + output,
      };
      for (const name of Object.keys(total)) total[name] += last[name];
      const info = { total_token_usage: { ...total }, last_token_usage: last, model_context_window: 272_000 };
      yield line('event_msg', { type: 'token_count', info, rate_limits: { primary: { used_percent: 7.5 } } });
    }
  }
}
