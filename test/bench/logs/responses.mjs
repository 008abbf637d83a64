import { inOrder } from './random.mjs';

const MODELS = ['gpt-4o-2024-08-06', 'gpt-4o-mini-2024-07-18', 'gpt-5.5', 'gpt-4.1', 'o4-mini'];

/** Chat responses as a gateway logs them, about 300 bytes each, without end: each file in its own order of keys. */
export function* responseLines(random) {
  const order = random.shuffled([
    'id',
    'object',
    'created',
    'model',
    'usage',
    'service_tier',
    'system_fingerprint',
    'user',
  ]);
  const usageOrder = random.shuffled([
    'prompt_tokens',
    'completion_tokens',
    'total_tokens',
    'prompt_tokens_details',
    'completion_tokens_details',
  ]);
  const hasAudio = random.chance(0.4);
  // Half of the world's logs are written by Python, with a space behind each comma and colon.
  const write = random.chance(0.5) ? JSON.stringify : withSpaces;
  for (let created = 1_790_000_000 + random.below(5_000_000); ; created += random.below(3)) {
    const prompt = random.skewed(1500);
    const completion = random.skewed(300);
    const usage = {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
      prompt_tokens_details: {
        cached_tokens: random.below(prompt + 1),
        ...(hasAudio ? { audio_tokens: 0 } : {}),
      },
      completion_tokens_details: {
        reasoning_tokens: random.below(completion + 1),
        ...(hasAudio
          ? { audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 }
          : {}),
      },
    };
    const response = {
      id: random.id('chatcmpl-'),
      object: 'chat.completion',
      created,
      model: random.pick(MODELS),
      usage: inOrder(usage, usageOrder),
      service_tier: 'default',
      ...(random.chance(0.5) ? { system_fingerprint: null } : {}),
    };
    yield write(inOrder(response, order));
  }
}

/** JSON as Python's json.dumps writes it. */
export function withSpaces(value) {
  if (Array.isArray(value)) return `[${value.map(withSpaces).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}: ${withSpaces(field)}`);
  return `{${fields.join(', ')}}`;
}
