import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { reversed, tallyFiles, type Files } from '../../helpers/tally-files.ts';

const MAP = {
  'tern-1': {
    litellm_provider: 'openai',
    mode: 'chat',
    input_cost_per_token: 2e-6,
    output_cost_per_token: 8e-6,
  },
};

const chat = (input: number, output: number, more: object = {}) => ({
  model: 'tern-1',
  ...more,
  usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
});

// 1000 × 0.000002 + 100 × 0.000008, and twice that.
const FIRST = chat(1000, 100);
const SECOND = chat(2000, 200);

describe('copies of a file', () => {
  const files: Files = {
    'a.jsonl': [FIRST, SECOND],
    'b.jsonl': [SECOND],
    'archive/a.jsonl': [FIRST, SECOND],
  };

  it('count once, and are named, though their replies have no id', async () => {
    const { total, counts } = await tallyFiles(files, MAP);
    expect(total).toBe('0.014');
    expect(counts).toMatchObject({ files: 2, lines: 3 });
    expect(counts.unread).toEqual([
      { file: 'archive/a.jsonl', reason: 'a copy of a.jsonl', mayHoldUsage: false },
    ]);
    expect((await tallyFiles(reversed(files), MAP)).total).toBe('0.014');
  });

  it('count each with --no-dedupe', async () => {
    const { total, counts } = await tallyFiles(files, MAP, { dedupe: false });
    expect([total, counts.unread]).toEqual(['0.0224', []]);
  });

  it('are not files of one size that differ at their ends', async () => {
    const padding = 'x'.repeat(5000);
    const { total } = await tallyFiles(
      {
        'a.jsonl': [{ padding }, chat(1000, 100)],
        'b.jsonl': [{ padding }, chat(1000, 200)],
      },
      MAP,
    );
    // 0.0028 + (1000 × 0.000002 + 200 × 0.000008).
    expect(total).toBe('0.0064');
  });

  it('are told by the ids of their replies where the bytes differ', async () => {
    const replies = [chat(1000, 100, { id: 'chatcmpl-one' }), chat(2000, 200, { id: 'chatcmpl-two' })];
    const text = replies.map((reply) => `${JSON.stringify(reply)}\n`).join('');
    const { total, skips } = await tallyFiles(
      {
        'a.jsonl': text,
        'a.jsonl.gz': gzipSync(text),
        'a.json': JSON.stringify(replies, null, 2),
        'half.jsonl': text.slice(0, text.indexOf('\n') + 1),
      },
      MAP,
    );
    expect([total, skips]).toEqual(['0.0084', { duplicate: 5 }]);
  });
});

const FIXTURES = fileURLToPath(new URL('../../../fixtures/usage/', import.meta.url));

/** In these, lines have no id: only the bytes of the file tell that it is a copy. */
const WITHOUT_IDS = [
  'agents/kimi-code.jsonl',
  'ai-sdk-raw.jsonl',
  'bedrock-converse.json',
  'coding-agent-events.jsonl',
  'cursor.jsonl',
  'documents.jsonl',
  'llmcost.jsonl',
  'mistral.jsonl',
  'mixed.jsonl',
  'openai-embeddings.json',
  'openai-images.json',
  'openai-transcription.jsonl',
  'openai-usage-results.jsonl',
  'other-providers.jsonl',
  'several-models.jsonl',
  'speech.jsonl',
  'sums.jsonl',
  'vercel-ai.jsonl',
];

function fixtures(folder: string, change: (text: string, name: string) => string): Files {
  const names = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.jsonl?$/.test(name),
  );
  return Object.fromEntries(
    names
      .toSorted()
      .map((name) => [`${folder}/${name}`, change(readFileSync(FIXTURES + name, 'utf8'), name)]),
  );
}

describe('all fixtures and a copy of each', () => {
  const once = fixtures('one', (text) => text);

  it('add up to what they add up to without the copies', async () => {
    const { tokens, states } = await tallyFiles(once, MAP);
    expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(60);
    const twice = { ...once, ...fixtures('two', (text) => text) };
    expect(await tallyFiles(twice, MAP)).toMatchObject({ tokens, states });
    expect(await tallyFiles(reversed(twice), MAP)).toMatchObject({ tokens, states });
  });

  it('do so by the ids of their replies where the bytes differ', async () => {
    const changed = fixtures('two', (text, name) => (WITHOUT_IDS.includes(name) ? text : `${text}\n\n`));
    const { tokens, states } = await tallyFiles(once, MAP);
    expect(await tallyFiles({ ...once, ...changed }, MAP)).toMatchObject({ tokens, states });
    expect(await tallyFiles(reversed({ ...once, ...changed }), MAP)).toMatchObject({ tokens, states });
  });
});
