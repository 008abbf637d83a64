import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReviewOptions } from '../../../src/cli/commands/review/document.ts';
import { LlmcostError, ModelNotFoundError, UsageError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { renderReview } from '../../../src/cli/commands/review/render.ts';
import { PLAIN_STYLE } from '../../../src/cli/render/style.ts';
import { openReviews } from '../../../src/doctor/reviews/open.ts';
import { publishedPrices } from '../../../src/doctor/reviews/published.ts';
import { CLEAN, entry, per1M } from '../clean-map.ts';
import { review } from '../../helpers/commands.ts';
import { makeHome, type Home } from '../../helpers/home.ts';

const PAGE = 'https://shorebird.example/prices';

let home: Home;
let map: string;

beforeEach(() => {
  home = makeHome(new Date('2026-11-22T09:00:00Z'));
  map = join(home.dir, 'map.json');
  publish(CLEAN);
});

afterEach(() => home.remove());

function publish(models: Readonly<Record<string, JsonObject>>): void {
  writeFileSync(map, JSON.stringify(models));
}

const BASE: ReviewOptions = {
  prices: [],
  list: false,
  stale: false,
  remove: false,
  project: false,
  by: 'Ada',
  load: {},
};

function run(options: Partial<ReviewOptions>) {
  return review({ ...BASE, load: { map }, ...options }, home.deps());
}

async function refusal(work: Promise<unknown>): Promise<LlmcostError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (error instanceof LlmcostError) return error;
  throw new Error(`expected a refusal, not ${String(error)}`);
}

const ownFile = () => join(home.dir, 'config', 'reviews.json');
const projectFile = () => join(home.dir, 'llmcost.reviews.json');
const text = async (options: Partial<ReviewOptions>) => renderReview(await run(options), PLAIN_STYLE);

describe('llmcost review', () => {
  it('keeps who, when, against what, the map, and the figures as they were', async () => {
    const document = await run({ model: 'kestrel-embed-3', source: PAGE, note: 'batch not listed' });
    expect(document.action).toBe('kept');
    const file: unknown = JSON.parse(readFileSync(ownFile(), 'utf8'));
    expect(file).toEqual({
      reviews: {
        'kestrel-embed-3': {
          on: '2026-11-22',
          by: 'Ada',
          against: PAGE,
          note: 'batch not listed',
          map: { sha256: document.source.sha256, syncedAt: document.source.syncedAt },
          figures: { input_cost_per_token: 0.00000002, output_cost_per_token: 0 },
        },
      },
    });
    // No exponents: a person reads and edits the file.
    expect(readFileSync(ownFile(), 'utf8')).toContain('0.00000002');
  });

  it('says so in a line', async () => {
    expect(await text({ model: 'kestrel-embed-3', source: PAGE })).toBe(
      `Kept:\nkestrel-embed-3\n  Reviewed 2026-11-22 by Ada against ${PAGE}.\n  ${ownFile()}\n`,
    );
  });

  it('leaves nothing beside the file when it is written', async () => {
    await run({ model: 'kestrel-embed-3', source: PAGE });
    expect(readdirSync(join(home.dir, 'config'))).toEqual(['reviews.json']);
  });

  it('writes beside the project with --project, into the nearest file above', async () => {
    writeFileSync(projectFile(), '{"reviews":{}}');
    const below = join(home.dir, 'a', 'b');
    mkdirSync(below, { recursive: true });
    await review(
      { ...BASE, model: 'kestrel-7', source: PAGE, project: true, load: { map } },
      { ...home.deps(), cwd: below },
    );
    expect(readFileSync(projectFile(), 'utf8')).toContain('kestrel-7');
    expect(existsSync(ownFile())).toBe(false);
  });

  it('replaces the review of a model and keeps the others', async () => {
    await run({ model: 'kestrel-7', source: PAGE });
    await run({ model: 'kestrel-embed-3', source: PAGE });
    await run({ model: 'kestrel-7', source: `${PAGE}/new`, by: 'Grace' });
    const { reviews } = await run({ list: true });
    expect(reviews.map(({ model, by }) => `${model} ${by}`)).toEqual([
      'kestrel-7 Grace',
      'kestrel-embed-3 Ada',
    ]);
  });

  it('notices what the map changed since: input from 2 to 3 per 1M, and a price that is gone', async () => {
    await run({ model: 'kestrel-image-2', source: PAGE });
    publish({
      ...CLEAN,
      'kestrel-image-2': {
        ...CLEAN['kestrel-image-2'],
        input_cost_per_token: per1M(6),
        cache_read_input_image_token_cost: null,
      },
    });
    expect(await text({ stale: true })).toBe(
      [
        'kestrel-image-2',
        `  Reviewed 2026-11-22 by Ada against ${PAGE}, changed since: input 5 → 6, cached image input 2 → none.`,
        `  ${ownFile()}`,
        '',
        '1 review, 1 of them stale.',
        '',
      ].join('\n'),
    );
  });

  it('is not stale while the figures stand, whatever else changes', async () => {
    await run({ model: 'kestrel-embed-3', source: PAGE });
    publish({ ...CLEAN, 'kestrel-embed-3': { ...CLEAN['kestrel-embed-3'], max_input_tokens: 1 } });
    expect((await run({ stale: true })).reviews).toEqual([]);
    expect((await run({ list: true })).reviews).toHaveLength(1);
  });

  it('outlives its model, and says that the map has it no more', async () => {
    await run({ model: 'kestrel-embed-3', source: PAGE });
    const { 'kestrel-embed-3': _gone, ...rest } = CLEAN;
    publish(rest);
    const [row] = (await run({ stale: true })).reviews;
    expect(row).toMatchObject({ inMap: false, isStale: true });
    expect(await text({ list: true })).toContain('the map has no such model any more');
    expect((await run({ model: 'kestrel-embed-3', remove: true })).action).toBe('removed');
    expect((await run({ list: true })).reviews).toEqual([]);
  });

  it('keeps what the page says where it differs', async () => {
    expect(
      await text({ model: 'kestrel-7-mini', source: PAGE, prices: ['input=0.3', 'cacheRead=0.03'] }),
    ).toContain(
      'The figures differ: input 0.3 on the page, 0.25 in the map; cached input 0.03 on the page, none in the map.',
    );
  });

  it('takes a model away and says which file held it', async () => {
    await run({ model: 'kestrel-7', source: PAGE, project: true });
    const { action, reviews } = await run({ model: 'KESTREL-7', remove: true });
    expect(action).toBe('removed');
    expect(reviews[0]?.role).toBe('project');
  });

  it('names itself after the account where neither --by nor git says a name', async () => {
    const { by: _by, ...rest } = BASE;
    const document = await review(
      { ...rest, model: 'kestrel-7', source: PAGE, load: { map } },
      home.deps({ USER: 'lin', PATH: '/nowhere' }),
    );
    expect(document.reviews[0]?.by).toBe('lin');
  });
});

describe('what review refuses', () => {
  it.each([
    [{}, 'No model is given.'],
    [{ model: 'kestrel-7', source: 'the pdf' }, '--source must be the address of a page, not "the pdf".'],
    [
      { model: 'kestrel-7', source: 'ftp://x.example' },
      '--source must be the address of a page, not "ftp://x.example".',
    ],
    [{ model: 'kestrel-7', note: 'x' }, '--price and --note belong to a review, and --source makes one.'],
    [{ list: true, source: PAGE }, '--list and --stale show reviews, --source makes one.'],
    [{ remove: true, list: true }, '--remove takes one review away and goes with a model alone.'],
    [{ model: 'kestrel-7', remove: true }, 'There is no review of kestrel-7.'],
  ] as const)('%j', async (options, message) => {
    const error = await refusal(run(options));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toBe(message);
    expect(error.hint).not.toBeNull();
  });

  it('a model that the map has not', async () => {
    expect(await refusal(run({ model: 'kestrel-8', source: PAGE }))).toBeInstanceOf(ModelNotFoundError);
  });

  it.each([
    ['{', /^The file of reviews .*reviews\.json is not JSON \(line 1, column 2\)\.$/],
    ['[]', /reviews\.json: the file must be an object, not a list\.$/],
    [
      '{"reviews":{"gpt-4o":{"on":"2026-11-22","by":"Ada"}}}',
      /: reviews\["?gpt-4o"?\]?\.?.*against must be a text, not nothing\.$|reviews\.gpt-4o\.against must be a text/,
    ],
    [
      '{"reviews":{"m":{"on":"today","by":"Ada","against":"x"}}}',
      /: reviews\.m\.on must be a day such as 2026-11-22, not "today"\.$/,
    ],
    [
      '{"reviews":{"m":{"on":"2026-11-22","by":"Ada","against":"x","figures":{"input_cost_per_token":"5"}}}}',
      /: reviews\.m\.figures\.input_cost_per_token must be a number, 0 or more, not "5"\.$/,
    ],
    [
      '{"reviews":{"m":{"on":"2026-11-22","by":"Ada","against":"x","figure":{}}}}',
      /: reviews\.m\.figure is not known; did you mean "figures"\?\.$/,
    ],
  ])('a file that holds %s, with the place in it', async (content, message) => {
    mkdirSync(join(home.dir, 'config'), { recursive: true });
    writeFileSync(ownFile(), content);
    const error = await refusal(run({ list: true }));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(message);
  });

  it('and never overwrites a file that it cannot read', async () => {
    mkdirSync(join(home.dir, 'config'), { recursive: true });
    writeFileSync(ownFile(), '{"reviews": oops');
    await refusal(run({ model: 'kestrel-7', source: PAGE }));
    expect(readFileSync(ownFile(), 'utf8')).toBe('{"reviews": oops');
  });
});

describe('--price', () => {
  it.each([
    ['input=5', { input_cost_per_token: 0.000005 }],
    ['cacheRead=$0.028', { cache_read_input_token_cost: 0.000000028 }],
    ['cacheWrite1h=6', { cache_creation_input_token_cost_above_1hr: 0.000006 }],
    ['output_cost_per_image=0.04', { output_cost_per_image: 0.04 }],
    ['input_cost_per_token_batches=0.0000025', { input_cost_per_token_batches: 0.0000025 }],
    ['output=0', { output_cost_per_token: 0 }],
  ])('%s is USD per unit in the map’s own field', (given, prices) => {
    expect(publishedPrices([given])).toEqual(prices);
  });

  it.each([
    ['input', '--price must be a name and a figure, not "input".'],
    ['input=five', '--price input must be a number of 0 or more, not "five".'],
    ['input=-1', '--price input must be a number of 0 or more, not "-1".'],
    ['max_tokens=5', '--price does not know "max_tokens".'],
  ])('%s is refused', (given, message) => {
    expect(() => publishedPrices([given])).toThrow(message);
  });
});

describe('openReviews', () => {
  const kestrel = entry('kestrel-7', CLEAN['kestrel-7'] ?? {});

  it('answers null without a file', async () => {
    expect((await openReviews(home.deps())).reviewOf(kestrel)).toBeNull();
  });

  it('answers with the newer of two reviews, and of two of one day with the project’s', async () => {
    await run({ model: 'kestrel-7', source: PAGE, by: 'own' });
    await run({ model: 'kestrel-7', source: PAGE, by: 'project', project: true });
    expect((await openReviews(home.deps())).reviewOf(kestrel)?.by).toBe('project');
    home.clock.now = new Date('2026-11-23T09:00:00Z');
    await run({ model: 'kestrel-7', source: PAGE, by: 'later' });
    expect((await openReviews(home.deps())).reviewOf(kestrel)?.by).toBe('later');
  });

  it('tells what changed since', async () => {
    await run({ model: 'kestrel-7', source: PAGE });
    const { reviewOf } = await openReviews(home.deps());
    expect(reviewOf(kestrel)?.changes).toEqual([]);
    const dearer = entry('kestrel-7', { ...CLEAN['kestrel-7'], input_cost_per_token_priority: per1M(5) });
    expect(reviewOf(dearer)?.changes).toEqual([
      {
        field: 'input_cost_per_token_priority',
        item: 'Input, priority',
        unit: 'token',
        thenUsdPerUnit: 0.000004,
        nowUsdPerUnit: 0.000005,
      },
    ]);
  });
});
