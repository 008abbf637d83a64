import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { screen } from '../../../src/build/screen.ts';
import { asObject, asText, field, parseJson } from '../../../src/core/json.ts';

/** A model of each mode, priced by what such models are priced by. */
const MODELS = {
  chat: { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 },
  embedding: { input_cost_per_token: 1e-7 },
  image_generation: { output_cost_per_image: 0.04 },
  audio_transcription: { input_cost_per_second: 0.0001 },
  audio_speech: { input_cost_per_character: 1.5e-5 },
  video_generation: { output_cost_per_second: 0.1, output_cost_per_second_1080p: 0.2 },
  rerank: { input_cost_per_query: 0.002 },
  ocr: { ocr_cost_per_page: 0.001, annotation_cost_per_page: 0.003 },
} as const;
type Mode = keyof typeof MODELS;

/** What one request of each uses before a flag is tried. */
const JOBS: Readonly<Record<Mode, string>> = {
  chat: '--input 1000 --output 100',
  embedding: '--input 1000',
  image_generation: '--images 1',
  audio_transcription: '--seconds 60',
  audio_speech: '--characters 100',
  video_generation: '--seconds 5',
  rerank: '--queries 1',
  ocr: '--pages 1',
};

const home = mkdtempSync(join(tmpdir(), 'llmcost-idle-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const map = join(home, 'map.json');
const named = {
  'gpt-image-2': {
    mode: 'image_generation',
    input_cost_per_token: 5e-6,
    input_cost_per_image_token: 8e-6,
    output_cost_per_image_token: 3e-5,
  },
  'gemini-2.5-flash-image': { mode: 'image_generation', output_cost_per_image_token: 3e-5 },
  'high/1024-x-1024/painter': { mode: 'image_generation', input_cost_per_image: 0.08 },
  seeing: { mode: 'chat', input_cost_per_token: 1e-6, input_cost_per_image: 0.0025 },
  searching: {
    mode: 'chat',
    input_cost_per_token: 1e-6,
    search_context_cost_per_query: { search_context_size_medium: 0.01, search_context_size_high: 0.02 },
  },
  uplifted: { mode: 'chat', input_cost_per_token: 1e-6, regional_processing_uplift_multiplier_eu: 1.1 },
  nightly: {
    mode: 'chat',
    input_cost_per_token: 1e-6,
    off_peak_pricing: { hours_utc: '16:00-00:00', input_cost_per_token: 5e-7 },
  },
};
writeFileSync(
  map,
  JSON.stringify({
    ...Object.fromEntries(Object.entries(MODELS).map(([mode, prices]) => [mode, { mode, ...prices }])),
    ...named,
  }),
);

/** The state of the cost, or `refused` with the message. */
async function estimate(model: string, flags: string): Promise<string> {
  const args = ['estimate', model, ...flags.split(' '), '--map', map, '--json'];
  const packageDir = fileURLToPath(new URL('../../../dist', import.meta.url));
  const { code, stdout } = await screen(args, { columns: 80, home, packageDir });
  const document = asObject(parseJson(stdout));
  const error = asObject(field(document, 'error'));
  const state = asText(field(document, 'state'));
  if (state === undefined) return `refused: ${asText(field(error, 'message'))}`;
  const total = field(document, 'totalUsd');
  return `${state} ${total}${code === 0 ? '' : ` (exit ${code})`}`;
}

const IDLE = 'idle';

/**
 * What becomes of a flag at a model of each mode: `idle` where it is refused because it changes nothing,
 * `partial` where it stands for usage without a price, else the total.
 */
const TABLE: Readonly<Record<string, Readonly<Record<Mode, string>>>> = {
  '--size 1024x1024': all(IDLE, { video_generation: 'known 0.5' }),
  '--size 1080p': all(IDLE, { video_generation: 'known 1', image_generation: 'refused' }),
  '--quality high': all(IDLE, { image_generation: 'refused' }),
  '--partial-images 2': all(IDLE),
  // 512 × 512 / 750 pixels a token, for a model without a rule.
  '--reference-image 512x512': all('partial', { chat: 'known 0.00155' }),
  '--search-context high': all(IDLE),
  '--speed fast': all(IDLE, { chat: 'known', embedding: 'known' }),
  '--region eu': all(IDLE, { chat: 'known', embedding: 'known' }),
  '--at 2026-11-22': all(IDLE),
  '--images 2': all('partial', { image_generation: 'known 0.08' }),
  '--seconds 10': all('partial', { audio_transcription: 'known 0.001', video_generation: 'known 1' }),
  '--characters 10': all('partial', { audio_speech: 'known 0.00015' }),
  '--pages 2': all('partial', { ocr: 'known 0.002' }),
  '--annotated-pages 2': all('partial', { ocr: 'known 0.007' }),
  '--credits 2': all('partial'),
  '--queries 2': all('partial', { rerank: 'known 0.004' }),
  '--sessions 2': all('partial'),
  '--web-searches 2': all('partial'),
  '--reasoning 10': all('partial', { chat: 'known 0.0012' }),
  '--output-audio 10': all('partial', { chat: 'known 0.0012' }),
  '--cache-read 10': all('partial', { chat: 'known 0.0012', embedding: 'known 0.0001' }),
  '--input-video 10': all('partial', { chat: 'known 0.0012', embedding: 'known 0.0001' }),
};

function all(word: string, others: Partial<Record<Mode, string>> = {}): Record<Mode, string> {
  return {
    chat: word,
    embedding: word,
    image_generation: word,
    audio_transcription: word,
    audio_speech: word,
    video_generation: word,
    rerank: word,
    ocr: word,
    ...others,
  };
}

const CASES = Object.entries(TABLE).flatMap(([flag, byMode]) =>
  Object.entries(byMode).map(([mode, word]) => ({ flag, mode, word })),
);

describe('a flag at a model of every mode', () => {
  it.each(CASES)('$flag at $mode: $word', async ({ flag, mode, word }) => {
    const [name = ''] = flag.split(' ');
    const job = JOBS[mode as Mode];
    const said = await estimate(mode, job.startsWith(name) ? flag : `${job} ${flag}`);
    if (word === IDLE) expect(said).toBe(`refused: ${name} changes nothing of what this costs at ${mode}.`);
    else if (word === 'partial') expect(said).toMatch(/^partial .*\(exit 4\)$/);
    else expect(said.startsWith(word), said).toBe(true);
  });
});

describe('flags that count where the model says something of them', () => {
  it.each([
    // 3 × 5,488 tokens of 1024x1536 at high quality, published for gpt-image-2, × $30 per 1M.
    ['gpt-image-2', '--images 3 --size 1024x1536 --quality high', 'known 0.49392'],
    // A partial image adds 100 tokens.
    ['gpt-image-2', '--images 3 --size 1024x1536 --quality high --partial-images 2', 'known 0.49992'],
    ['gpt-image-2', '--output 100 --images 1 --size 1024x1024', 'refused: --size changes'],
    ['gpt-image-2', '--input 10 --quality high', 'refused: --quality changes'],
    ['gpt-image-2', '--input 600 --input-image 500 --reference-image 512x512', 'refused: --reference-image'],
    ['gemini-2.5-flash-image', '--images 1 --size 1024x1024', 'refused: --size changes'],
    ['high/1024-x-1024/painter', '--images 2 --size 1024x1024 --quality high', 'known 0.16'],
    ['high/1024-x-1024/painter', '--images 2 --size 512x512', 'refused: high/1024-x-1024/painter is the'],
    ['high/1024-x-1024/painter', '--images 2 --quality low', 'refused: high/1024-x-1024/painter is the'],
    ['seeing', '--input 1000 --reference-image 512x512 1024x1024', 'known 0.006'],
    ['searching', '--input 1000 --web-searches 2 --search-context high', 'known 0.041'],
    ['searching', '--input 1000 --search-context high', 'refused: --search-context changes'],
    ['uplifted', '--input 1000 --region eu', 'known 0.0011'],
    ['uplifted', '--input 1000 --region mars', 'known 0.001'],
    ['nightly', '--input 1000 --at 2026-11-22T17:00Z', 'known 0.0005'],
    ['nightly', '--input 1000 --at 2026-11-22T12:00Z', 'known 0.001'],
    ['chat', '--input 0 --images 0 --size 1024x1024', 'known 0'],
    ['chat', '--input 10 --tier standard --speed normal --region global', 'known 0.00001'],
    ['chat', '--web-searches 1 --tier flex', 'unknown null (exit 4)'],
  ])('%s %s: %s', async (model, flags, word) => {
    expect(await estimate(model, flags)).toMatch(
      new RegExp(`^${word.replaceAll('.', String.raw`\.`).replaceAll(/[()]/g, String.raw`\$&`)}`),
    );
  });

  it('are all named where several change nothing', async () => {
    expect(await estimate('chat', '--input 10 --size 1080p --quality high --at 2026-11-22')).toBe(
      'refused: --size, --quality, --at change nothing of what this costs at chat.',
    );
  });
});

it('takes a partial total for an answer where it may', async () => {
  expect(await estimate('chat', '--input 1000 --web-searches 2')).toBe('partial 0.001 (exit 4)');
  expect(await estimate('chat', '--input 1000 --web-searches 2 --allow-partial')).toBe('partial 0.001');
  expect(await estimate('chat', '--web-searches 2 --allow-partial')).toBe('unknown null (exit 4)');
});

describe('flags that only describe, without a count', () => {
  const DESCRIPTIONS = ['--size 1024x1024', '--quality low', '--search-context high'];
  const MODES = Object.keys(MODELS);

  it.each(MODES.flatMap((mode) => DESCRIPTIONS.map((flag) => [flag, mode] as const)))(
    '%s at %s uses nothing',
    async (flag, mode) => {
      expect(await estimate(mode, flag)).toBe('refused: Nothing is used: no count is given.');
    },
  );

  it('refuses previews of images that a model does not bill', async () => {
    expect(await estimate('chat', '--partial-images 2')).toBe(
      'refused: --partial-images changes nothing of what this costs at chat.',
    );
  });
});
