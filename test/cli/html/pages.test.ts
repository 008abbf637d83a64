import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, HAS_CHROMIUM, launchBrowser, openFile } from '../../helpers/browser.ts';
import { NASTY, OTHERS, PRICES } from '../../helpers/page-models.ts';
import { makeCliHome, type CliHome } from '../../helpers/run-cli.ts';
import { SAMPLE_MAP } from '../../helpers/transcript.ts';

const line = (day: number, project: string, prompt: number, model = 'acorn-1') =>
  `${JSON.stringify({
    created: Date.UTC(2026, 10, day) / 1000,
    model,
    project,
    usage: { prompt_tokens: prompt, completion_tokens: 10 },
  })}\n`;

let home: CliHome;

beforeAll(async () => {
  home = makeCliHome();
  home.write(
    'logs.jsonl',
    line(1, NASTY, 100_000) +
      line(2, 'shop', 200_000) +
      line(2, 'shop', 300_000, 'birch-sonnet') +
      line(3, 'house', 1_000_000) +
      line(3, 'house', 5000, NASTY),
  );
  for (const args of [
    ['tally', 'logs.jsonl', '--html', 'tally.html', '--by', 'day'],
    ['show', 'acorn-1', '--html', 'show.html'],
    ['compare', 'acorn-1', 'birch-sonnet', '--requests', '10', '--html', 'compare.html'],
  ]) {
    const { stderr, code } = await home.run([...args, '--map', SAMPLE_MAP]);
    if (code !== 0 || !stderr.includes('.html is written')) throw new Error(stderr);
  }
  home.write('old.json', JSON.stringify({ ...OTHERS, [NASTY]: PRICES, tern: PRICES }));
  home.write('new.json', JSON.stringify({ ...OTHERS, [NASTY]: { ...PRICES, input_cost_per_token: 3e-6 } }));
  for (const args of [
    ['import', 'old.json', '--date', '2026-05-24'],
    ['import', 'new.json', '--date', '2026-08-06'],
    ['diff', 'old.json', 'new.json', '--html', 'diff.html'],
    ['history', NASTY, '--html', 'history.html'],
  ]) {
    const { stderr, code } = await home.run(args);
    if (code !== 0) throw new Error(stderr);
  }
});
afterAll(() => home.remove());

const PAGES = ['tally.html', 'show.html', 'compare.html', 'diff.html', 'history.html'];

const textOf = (name: string) => readFileSync(join(home.dir, name), 'utf8');

describe('a page', () => {
  it('allows nothing but its own style and script', () => {
    for (const name of PAGES) {
      const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(textOf(name))?.[1];
      expect(policy).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'$/,
      );
      expect(textOf(name)).not.toMatch(/<[a-z][^>]* (style|src|href|on\w+)=/);
    }
  });

  it('replaces an earlier page, and no other file', async () => {
    const again = ['show', 'acorn-1', '--map', SAMPLE_MAP, '--html'];
    expect((await home.run([...again, 'show.html'])).code).toBe(0);
    const refused = await home.run([...again, 'logs.jsonl']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('is no web page');
    expect(textOf('logs.jsonl')).toContain('acorn-1');
  });

  it('stands alone on standard output for -', async () => {
    const { stdout } = await home.run(['tally', 'logs.jsonl', '--map', SAMPLE_MAP, '--html', '-']);
    expect(stdout).toMatch(/^<!doctype html>/);
    expect(stdout.trimEnd()).toMatch(/<\/html>$/);
  });

  it('stays small for a hundred thousand groups, and tells of the rest', async () => {
    home.write('many.jsonl', Array.from({ length: 100_000 }, (_, at) => line(1, `p${at}`, 1000)).join(''));
    const args = ['tally', 'many.jsonl', '--map', SAMPLE_MAP, '--by', 'project,day', '--html', 'many.html'];
    expect((await home.run([...args, '--format', 'csv'])).code).toBe(0);
    const page = textOf('many.html');
    expect(page.length).toBeLessThan(400_000);
    // 100 projects and 500 groups are shown.
    expect(page).toContain('99,900 more: $');
    expect(page).toContain('99,500 more groups');
  });
});

describe.skipIf(!HAS_CHROMIUM)(`a page in Chromium (skipped without ${CHROMIUM})`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  const open = (name: string, width?: number) =>
    openFile(browser, join(home.dir, name), width === undefined ? {} : { width });

  it.each(PAGES)('%s asks for nothing, says nothing, and fits a phone', async (name) => {
    for (const width of [400, 800, 1280]) {
      const { page, said } = await open(name, width);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(said).toEqual([]);
      await page.close();
    }
  });

  it('shows names made of markup as they are', async () => {
    const { page } = await open('tally.html');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('What the models cost, 2026-11-01 to 2026-11-03');
    expect(await page.getByRole('rowheader', { name: NASTY, exact: true }).count()).toBeGreaterThan(0);
  });

  it.each(['diff.html', 'history.html'])('shows the figures that changed: %s', async (name) => {
    const { page } = await open(name);
    expect(await page.locator('img').count()).toBe(0);
    const changed = page.locator('tbody tr', { hasText: '+50%' });
    expect(await changed.first().textContent()).toContain('$3.0000');
    expect(await page.locator('body').textContent()).toContain(NASTY);
  });

  it('sorts a table by the figures at a click on a head', async () => {
    const { page } = await open('tally.html');
    const table = page.getByRole('region', { name: 'By project' });
    const costs = () => table.locator('tbody td:nth-child(4)').allTextContents();
    const head = table.getByRole('button', { name: 'Input' });
    await head.click();
    expect(await costs()).toEqual(['1,005,000', '500,000', '100,000']);
    await head.click();
    expect(await costs()).toEqual(['100,000', '500,000', '1,005,000']);
    expect(await table.locator('th').nth(3).getAttribute('aria-sort')).toBe('ascending');
  });
});
