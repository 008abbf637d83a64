import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asObject, asObjects, asText, field, parseJson } from '../../../src/core/json.ts';
import { CHROMIUM, HAS_CHROMIUM, launchBrowser, openFile } from '../../helpers/browser.ts';
import { NASTY, OTHERS, PRICES } from '../../helpers/page-models.ts';
import { jsonOf, makeCliHome, type CliHome } from '../../helpers/run-cli.ts';
import { HAS_SHARED_MAPS, sharedMapPath } from '../../helpers/shared-maps.ts';

const MAP = {
  ...OTHERS,
  [NASTY]: { ...PRICES, deprecation_date: '2031-01-31' },
  owl: { litellm_provider: 'openai', mode: 'chat' },
  finch: { ...PRICES, input_cost_per_token: 0, output_cost_per_token: 0 },
  'azure/Tern:1': { ...PRICES, litellm_provider: 'azure', input_cost_per_token: 3e-6 },
};

let home: CliHome;
let browser: Browser;

beforeAll(async () => {
  home = makeCliHome();
  home.write('map.json', JSON.stringify(MAP));
  const { stderr, code } = await home.run(['site', 'prices', '--map', 'map.json']);
  if (code !== 0) throw new Error(stderr);
  if (HAS_CHROMIUM) browser = await launchBrowser();
});
afterAll(async () => {
  home.remove();
  if (HAS_CHROMIUM) await browser.close();
});

const textOf = (file: string) => readFileSync(join(home.dir, file), 'utf8');

/** The page of a model, by the list that a site keeps of its models. */
function fileOf(site: string, model: string): string {
  const models = asObjects(field(asObject(parseJson(textOf(`${site}/llmcost-site.json`))), 'models'));
  const file = asText(
    field(
      models.find((each) => each['model'] === model),
      'file',
    ),
  );
  if (file === undefined) throw new Error(`the site has no page of ${model}`);
  return join(site, file);
}

describe('a site', () => {
  it('has a page for each model, and one style and one script for all', async () => {
    expect(readdirSync(join(home.dir, 'prices'))).toEqual([
      'index.html',
      'llmcost-site.json',
      'llmcost.css',
      'llmcost.js',
      'models',
    ]);
    const pages = readdirSync(join(home.dir, 'prices/models'));
    expect(pages).toHaveLength(54);
    for (const page of ['index.html', ...pages.map((name) => `models/${name}`)]) {
      const html = textOf(join('prices', page));
      expect(html).not.toMatch(/<style|<script>|<[a-z][^>]* (style|on\w+)=/);
      expect(html).toContain(
        "content=\"default-src 'none'; style-src 'self' file:; script-src 'self' file:;",
      );
    }
  });

  it('tells a model without a price from one that is free', () => {
    const row = (model: string) => {
      return cellsOf(textOf('prices/index.html'), 'All models')
        .find(([name]) => name === model)
        ?.slice(3, 5);
    };
    expect(row('owl')).toEqual(['unknown', 'unknown']);
    expect(row('finch')).toEqual(['free', 'free']);
    expect(row('gull-1')).toEqual(['$2.0000 / 1M tokens', '$8.0000 / 1M tokens']);
  });

  it('has the same bytes when it is made again, on another day, too', async () => {
    const before = readdirSync(join(home.dir, 'prices'), { recursive: true }).map(String);
    const texts = before.filter((name) => name.includes('.')).map((name) => textOf(join('prices', name)));
    await home.run(['site', 'prices', '--map', 'map.json']);
    expect(before.filter((name) => name.includes('.')).map((name) => textOf(join('prices', name)))).toEqual(
      texts,
    );
    // Which day it is, and how many days are left, would be old tomorrow.
    expect(textOf(fileOf('prices', NASTY))).toContain('Deprecation date: 2031-01-31');
  });

  it('tells as JSON which page is whose', async () => {
    const document = jsonOf(await home.run(['site', 'prices', '--map', 'map.json', '--json']));
    const models = asObjects(document['models']);
    expect(models).toHaveLength(54);
    expect(models.find(({ model }) => model === 'gull-1')).toEqual({
      model: 'gull-1',
      file: 'models/gull-1.html',
    });
    expect(document['files']).toBe(58);
  });

  it('is not begun for a map that is broken, and asks for its directory', async () => {
    home.write('broken.json', '{"gull": ');
    const broken = await home.run(['site', 'broken-site', '--map', 'broken.json']);
    expect(broken.code).toBe(6);
    expect(readdirSync(home.dir).filter((name) => name.includes('broken-site'))).toEqual([]);
    const bare = await home.run(['site']);
    expect([bare.code, bare.stderr]).toEqual([
      2,
      'llmcost: No directory is given.\n  Write: llmcost site prices\n',
    ]);
    const refused = await home.run(['site', '.', '--map', 'map.json']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('. holds the directory that you are in');
  });
});

describe.skipIf(!HAS_CHROMIUM)(`a site in Chromium (skipped without ${CHROMIUM})`, () => {
  const SHARED = ['llmcost.css', 'llmcost.js'];
  const open = (file: string, width = 1000) =>
    openFile(browser, join(home.dir, file), { width, asksFor: ['.html', ...SHARED] });

  it.each([400, 800, 1400])(
    'finds a model by words, and leads to its page, %i pixels wide',
    async (width) => {
      const { page, said } = await open('prices/index.html', width);
      const rows = page.locator('tbody tr:visible', { has: page.locator('a') });
      expect(await rows.count()).toBe(54);
      const search = page.getByRole('search').getByRole('searchbox', { name: 'Search' });
      await search.fill('AZURE tern');
      expect(await rows.count()).toBe(1);
      expect(await page.getByRole('status').textContent()).toBe('1 of 54 models');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.getByRole('link', { name: 'azure/Tern:1' }).click();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Tern:1');
      expect(
        await page
          .getByRole('row', { name: /^Input/ })
          .first()
          .textContent(),
      ).toContain('$3.0000');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.getByRole('link', { name: 'All models' }).click();
      expect(await page.title()).toBe('What language models cost');
      expect(said).toEqual([]);
      await page.close();
    },
  );

  it('says that nothing was found, and shows all again', async () => {
    const { page } = await open('prices/index.html');
    const search = page.getByRole('searchbox');
    await search.fill('nothing-of-the-kind');
    expect(await page.getByRole('status').textContent()).toBe('0 of 54 models');
    await search.fill('');
    expect(await page.getByRole('status').textContent()).toBe('54 models');
  });

  it('sorts the list by price', async () => {
    const { page } = await open('prices/index.html');
    await page.getByRole('button', { name: 'Input' }).click();
    expect(await page.locator('tbody tr').first().locator('a').textContent()).toBe('azure/Tern:1');
  });

  it('shows names made of markup as they are, and follows a link to one', async () => {
    const { page, said } = await open('prices/models/gull-0.html');
    await page.goto(`file://${join(home.dir, 'prices/index.html')}`);
    await page.getByRole('link', { name: NASTY }).click();
    expect(await page.title()).toBe(`${NASTY}: what it costs`);
    expect(await page.locator('img').count()).toBe(0);
    expect(said).toEqual([]);
  });

  it('wears its style: the policy lets it in from a file', async () => {
    const { page } = await open('prices/models/gull-0.html');
    expect(await page.evaluate("getComputedStyle(document.querySelector('.cards')).display")).toBe('grid');
    // Links to the pages beside it.
    await page.getByRole('region', { name: 'Similar models' }).getByRole('link').first().click();
    expect(page.url()).toMatch(/models\/gull-1\.html$/);
  });
});

describe.skipIf(!HAS_SHARED_MAPS)('the site of a whole map (skipped without it)', () => {
  const MODELS = [
    'gpt-image-2',
    'azure/gpt-image-2',
    'gpt-5.5',
    'claude-sonnet-4-5',
    'gemini-2.5-pro',
    'anthropic.claude-3-haiku-20240307-v1:0',
    'whisper-1',
    'text-embedding-3-small',
    '1024-x-1024/dall-e-2',
    'mistral/mistral-large-latest',
  ];
  const map = sharedMapPath('2026-08-06');

  it('has on ten pages what show --json says of these models', async () => {
    const { code } = await home.run(['site', 'whole', '--map', map]);
    expect(code).toBe(0);
    const shown = jsonOf(await home.run(['show', ...MODELS, '--map', map, '--json']));
    for (const page of asObjects(shown['models'])) {
      const rows = cellsOf(textOf(fileOf('whole', String(page['model']))), 'Pricing');
      // Rows without an item repeat another field, and stand in no table.
      const prices = asObjects(page['prices']).filter(({ item }) => item !== '');
      expect(prices.length).toBeGreaterThan(0);
      expect(rows.map(([, raw]) => raw)).toEqual(prices.map(({ raw }) => raw));
      for (const [at, { normalizedUsd, normalizedUnit }] of prices.entries()) {
        const [usd, unit] = rows[at]?.[2]?.split(' / ') ?? [];
        expect(Number(usd?.replace('$', ''))).toBeCloseTo(Number(normalizedUsd), 10);
        expect(unit).toBe(normalizedUnit);
      }
      const similar = cellsOf(textOf(fileOf('whole', String(page['model']))), 'Similar models');
      expect(similar.map(([model]) => model)).toEqual(asObjects(page['similar']).map(({ model }) => model));
    }
  });
});

/** The texts of the cells of a table, row by row. */
function cellsOf(html: string, caption: string): readonly (readonly string[])[] {
  const table = html.split(`<caption>${caption}</caption>`)[1]?.split('</table>')[0] ?? '';
  const body = table.split('<tbody>')[1] ?? '';
  return body
    .split('<tr>')
    .slice(1)
    .map((row) => {
      return [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) =>
        cell.replace(/<[^>]+>/g, ''),
      );
    });
}
