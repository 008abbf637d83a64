import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, HAS_CHROMIUM, ink, launchBrowser, openFile } from '../../helpers/browser.ts';
import { NASTY, OTHERS } from '../../helpers/page-models.ts';
import { makeCliHome, type CliHome } from '../../helpers/run-cli.ts';
import { SAMPLE_MAP } from '../../helpers/transcript.ts';

/** The first colors of the style, light. */
const [FIRST, SECOND] = ['#2f6fde', '#e0792b'];

const line = (day: number, input: number, model = 'acorn-1') =>
  `${JSON.stringify({
    created: Date.UTC(2026, 10, day) / 1000,
    model,
    usage: { prompt_tokens: input, completion_tokens: 10 },
  })}\n`;

const PRICES = { litellm_provider: 'openai', mode: 'chat', output_cost_per_token: 8e-6 };
const mapWith = (prices: object) => JSON.stringify({ ...OTHERS, [NASTY]: { ...PRICES, ...prices } });

describe.skipIf(!HAS_CHROMIUM)(`a chart in Chromium (skipped without ${CHROMIUM})`, () => {
  let home: CliHome;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    home = makeCliHome();
    home.write(
      'logs.jsonl',
      line(1, 100_000) + line(2, 200_000) + line(2, 300_000, 'birch-sonnet') + line(5, 1_000_000),
    );
    // In this map a model's name is markup, which the legend and the table show.
    home.write('nasty.json', mapWith({ input_cost_per_token: 2e-6 }));
    home.write('nasty.jsonl', line(1, 1000, NASTY));
    home.write('old.json', mapWith({ input_cost_per_token: 2e-6, cache_read_input_token_cost: 1e-6 }));
    home.write('new.json', mapWith({ input_cost_per_token: 4e-6, input_cost_per_image: 0.01 }));
    for (const args of [
      ['tally', 'logs.jsonl', '--map', SAMPLE_MAP, '--html', 'tally.html'],
      ['tally', 'nasty.jsonl', '--map', 'nasty.json', '--html', 'nasty.html'],
      ['import', 'old.json', '--date', '2026-05-24'],
      ['import', 'new.json', '--date', '2026-08-06'],
      ['history', NASTY, '--html', 'history.html'],
    ]) {
      const { stderr, code } = await home.run(args);
      if (code !== 0) throw new Error(stderr);
    }
  });
  afterAll(async () => {
    home.remove();
    await browser.close();
  });

  const open = async (name: string, options?: Parameters<typeof openFile>[2]): Promise<Page> =>
    (await openFile(browser, join(home.dir, name), options)).page;

  it.each(['tally.html', 'nasty.html', 'history.html'])(
    '%s has ink on each canvas, at any width',
    async (name) => {
      for (const width of [400, 800, 1400]) {
        const { page, said } = await openFile(browser, join(home.dir, name), { width });
        const charts = page.locator('figure.chart');
        expect(await charts.count()).toBe(name === 'history.html' ? 2 : 1);
        expect(await charts.locator('canvas').count()).toBe(await charts.count());
        expect(await ink(page)).toBeGreaterThan(500);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(said).toEqual([]);
        await page.close();
      }
    },
  );

  it('gives each model an area of ink that is its share of the cost', async () => {
    const page = await open('tally.html');
    // acorn-1: 0.20008 + 0.40008 + 4.00012 (above 200k tokens twice the price); birch-sonnet: 0.90015.
    const share = (await ink(page, FIRST)) / (await ink(page, SECOND));
    expect(share).toBeGreaterThan((4.60028 / 0.90015) * 0.95);
    expect(share).toBeLessThan((4.60028 / 0.90015) * 1.05);
  });

  it('keeps the figures in a table, which is named for a screen reader', async () => {
    const page = await open('tally.html');
    const title = 'Cost a day in USD, by model';
    expect(await page.getByRole('img', { name: title }).count()).toBe(1);
    await page.getByText('The figures of this chart').click();
    const rows = await page.getByRole('table', { name: title }).getByRole('row').allTextContents();
    expect(rows).toEqual([
      'Dayacorn-1birch-sonnet',
      '2026-11-01$0.2001$0',
      '2026-11-02$0.4001$0.9002',
      '2026-11-05$4.00$0',
    ]);
  });

  it('shows one series at a click on the legend, and all at the next, by keyboard too', async () => {
    const page = await open('tally.html');
    const button = page.getByRole('button', { name: 'birch-sonnet' }).first();
    const before = await ink(page, SECOND);
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    expect(await ink(page, FIRST)).toBe(0);
    // Alone it has the whole height.
    expect(await ink(page, SECOND)).toBeGreaterThan(before * 2);
    await button.click();
    expect(await button.getAttribute('aria-pressed')).toBe('false');
    expect(await ink(page, SECOND)).toBe(before);
  });

  it('tells the figures below the pointer', async () => {
    const page = await open('tally.html');
    const box = await page.locator('.u-over').boundingBox();
    if (box === null) throw new Error('no chart');
    // Five days from the 1st to the 5th: the 2nd has the second fifth.
    await page.mouse.move(box.x + box.width * 0.3, box.y + 50);
    const readout = page.locator('.readout');
    expect(await readout.textContent()).toBe('2026-11-02: acorn-1 $0.4001, birch-sonnet $0.9002');
    await page.mouse.move(0, 0);
    expect(await readout.textContent()).toBe('');
  });

  it('takes the colors of the page, and those of paper for a print', async () => {
    const page = await open('tally.html', { colorScheme: 'dark' });
    const [dark, light] = ['#9aa4b2', '#5b6472'];
    const hasOnly = async (color: string, other: string) => {
      await expect.poll(() => ink(page, color)).toBeGreaterThan(0);
      expect(await ink(page, other)).toBe(0);
    };
    await hasOnly(dark, light);
    await page.emulateMedia({ colorScheme: 'light' });
    await hasOnly(light, dark);
    await page.emulateMedia({ colorScheme: 'dark' });
    await hasOnly(dark, light);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    await hasOnly(light, dark);
    expect(await page.evaluate("document.querySelector('.uplot').clientWidth")).toBe(660);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    await hasOnly(dark, light);
  });

  it('prints in light colors from a dark screen', async () => {
    const page = await open('tally.html', { colorScheme: 'dark' });
    await page.evaluate(
      "addEventListener('beforeprint', () => { document.title = getComputedStyle(document.documentElement).getPropertyValue('--bg'); })",
    );
    const pdf = await page.pdf();
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await page.title()).toBe('#fff');
  });

  it('draws a price from day to day until it ends', async () => {
    const page = await open('history.html');
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'USD per 1M tokens over time',
      'USD per image over time',
      'Prices',
      'Where the prices are from',
    ]);
    await page.getByText('The figures of this chart').first().click();
    const today = new Date().toISOString().slice(0, 10);
    const rows = page.getByRole('table', { name: 'USD per 1M tokens over time' }).getByRole('row');
    expect(await rows.allTextContents()).toEqual([
      'DayInputCached inputOutput',
      '2026-05-24$2.0000$1.0000$8.0000',
      '2026-08-06$4.0000$8.0000',
      `${today}$4.0000$8.0000`,
    ]);
    // The price that ended on August 6 is a line of its own color, and shorter than one that goes on.
    await page.getByRole('button', { name: 'Cached input' }).first().click();
    const [ended] = [await ink(page, SECOND)];
    await page.getByRole('button', { name: 'Input', exact: true }).first().click();
    expect(ended).toBeGreaterThan(100);
    expect(await ink(page, FIRST)).toBeGreaterThan(ended * 1.2);
  });

  it('draws none for a history that began today', async () => {
    const young = makeCliHome();
    try {
      young.write('map.json', mapWith({ input_cost_per_token: 2e-6 }));
      const today = new Date().toISOString().slice(0, 10);
      await young.run(['import', 'map.json', '--date', today]);
      const { stdout, code } = await young.run(['history', 'gull-1', '--html', '-']);
      expect(code).toBe(0);
      expect(stdout).toContain('What gull-1 has cost');
      expect(stdout).not.toContain('<figure');
    } finally {
      young.remove();
    }
  });

  it('shows a model whose name is markup as it is', async () => {
    const page = await open('nasty.html');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('.legend button').allTextContents()).toEqual([NASTY]);
    expect(await page.title()).toBe('What the models cost, 2026-11-01');
  });
});
