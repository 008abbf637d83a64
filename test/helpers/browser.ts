import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const HAS_CHROMIUM = existsSync(CHROMIUM);

export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}

export interface Opened {
  readonly page: Page;
  /** What the page said on the console, threw, or asked for beside itself. */
  readonly said: readonly string[];
}

interface OpenOptions {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** Addresses that the page may ask for, as the end of them. */
  readonly asksFor?: readonly string[];
}

/** Opens a page from its file, as a double click does. */
export async function openFile(
  browser: Browser,
  path: string,
  { width = 1000, colorScheme = 'light', asksFor = [] }: OpenOptions = {},
): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const said: string[] = [];
  const address = pathToFileURL(path).href;
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (url !== address && !asksFor.some((end) => url.endsWith(end))) said.push(`asked for ${url}`);
  });
  await page.goto(address);
  return { page, said };
}

/** How many pixels of the first canvas have exactly this color (`#2f6fde`), or any color at all. */
export async function ink(page: Page, color: string | null = null): Promise<number> {
  return await page
    .locator('canvas')
    .first()
    .evaluate((canvas, color) => {
      if (!('getContext' in canvas)) throw new Error('no canvas');
      const { width, height } = canvas;
      const context = canvas.getContext('2d');
      const { data } = context.getImageData(0, 0, width, height);
      const wanted =
        color === null ? null : [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
      let count = 0;
      for (let at = 0; at < data.length; at += 4) {
        const isWanted = wanted === null || wanted.every((value, index) => data[at + index] === value);
        if (data[at + 3] === 255 && isWanted) count += 1;
      }
      return count;
    }, color);
}
