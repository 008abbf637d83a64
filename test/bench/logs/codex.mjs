import { inOrder } from './random.mjs';
import { styleOf, textOf } from './text.mjs';

const COUNTS = [
  'input_tokens',
  'cached_input_tokens',
  'output_tokens',
  'reasoning_output_tokens',
  'total_tokens',
];

/** The lines of one session of Codex, without end: its model comes once a turn, its counts in events. */
export function* codexLines(random) {
  const style = styleOf(random);
  const length = 200 + random.below(1200);
  const cwd = random.pick(['/home/ann/work/shop', '/srv/größe', 'C:\\code\\api']);
  const model = random.pick(['gpt-5.1-codex', 'gpt-5.5', 'gpt-5-codex']);
  const order = random.shuffled(['timestamp', 'type', 'payload']);
  const countOrder = random.shuffled(COUNTS);
  const infoOrder = random.shuffled(['total_token_usage', 'last_token_usage', 'model_context_window']);
  let at = Date.UTC(2026, 8 + random.below(3), 1 + random.below(28), random.below(24));
  const line = (type, payload) => {
    at += random.skewed(2000);
    return JSON.stringify(inOrder({ timestamp: new Date(at).toISOString(), type, payload }, order));
  };
  const id = random.uuid();
  yield line('session_meta', { id, timestamp: new Date(at).toISOString(), cwd, cli_version: '0.58.0' });
  const total = Object.fromEntries(COUNTS.map((name) => [name, 0]));
  const event = (last) => {
    const info = {
      total_token_usage: inOrder({ ...total }, countOrder),
      last_token_usage: inOrder(last, countOrder),
      model_context_window: 272_000,
    };
    const rate_limits = { primary: { used_percent: random.below(1000) / 10, window_minutes: 300 } };
    return line('event_msg', { type: 'token_count', info: inOrder(info, infoOrder), rate_limits });
  };
  for (;;) {
    yield line('turn_context', {
      cwd,
      approval_policy: 'on-request',
      model,
      effort: 'medium',
      summary: 'auto',
    });
    for (let step = 0; step < 1 + random.below(5); step += 1) {
      yield* items(random, line, () => textOf(random, random.skewed(length), style));
      const input = random.skewed(8000);
      const output = random.skewed(300);
      const last = {
        input_tokens: input,
        cached_input_tokens: random.below(input + 1),
        output_tokens: output,
        reasoning_output_tokens: random.below(output + 1),
        total_tokens: input + output,
      };
      for (const name of COUNTS) total[name] += last[name];
      yield event(last);
      // Now and then an event is told again, and one comes before its counts.
      if (random.chance(0.03)) yield event(last);
      if (random.chance(0.01)) yield line('event_msg', { type: 'token_count', info: null });
    }
  }
}

function* items(random, line, text) {
  if (random.chance(0.5)) {
    const reasoning = { type: 'reasoning', summary: [], encrypted_content: random.id('gAAAAA', 400) };
    yield line('response_item', reasoning);
  }
  const call_id = random.id('call_');
  const command = JSON.stringify({ command: ['bash', '-lc', text().slice(0, 200)] });
  yield line('response_item', { type: 'function_call', name: 'shell', arguments: command, call_id });
  yield line('response_item', { type: 'function_call_output', call_id, output: text() });
  if (!random.chance(0.4)) return;
  const content = [{ type: 'output_text', text: text() }];
  yield line('response_item', { type: 'message', role: 'assistant', content });
  yield line('event_msg', { type: 'agent_message', message: content[0].text });
}
