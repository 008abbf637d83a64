// Draws what a terminal shows: runs the command as on one and writes its output as an SVG, so that the
// picture in the README is of real output. `npm run picture`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const COMMAND = [
  'estimate',
  'gpt-5.5',
  '--input',
  '100k',
  '--cache-read',
  '60k',
  '--output',
  '4k',
  '--tiers',
];
const FONT_PX = 14;
const LINE_PX = 20;
const MARGIN_PX = 24;
const BAR_PX = 36;
/** Width of a character of the fonts named below. */
const COLUMN_PX = FONT_PX * 0.602;

/** What the codes of the theme look like on a dark ground. */
const STYLES = {
  1: 'font-weight: bold',
  2: 'fill: #8b949e',
  4: 'text-decoration: underline',
  31: 'fill: #ff7b72',
  32: 'fill: #7ee787',
  33: 'fill: #e3b341',
  36: 'fill: #79c0ff',
};
const ENDS = { 22: ['1', '2'], 24: ['4'], 39: ['31', '32', '33', '36'], 0: Object.keys(STYLES) };

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = process.argv[2] ?? join(root, 'fixtures', 'picture.svg');
writeFileSync(file, draw(`$ llmcost ${COMMAND.join(' ')}`, await run()));

/** The output as on a terminal of eighty columns, answered by the price book. */
async function run() {
  const home = mkdtempSync(join(tmpdir(), 'llmcost-picture-'));
  try {
    const outfile = join(home, 'screen.mjs');
    const banner = {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    };
    await build({
      absWorkingDir: root,
      entryPoints: ['src/build/screen.ts'],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['@duckdb/node-api'],
      banner,
    });
    const { screen } = await import(pathToFileURL(outfile).href);
    const { stdout } = await screen(COMMAND, { columns: 80, home, packageDir: join(root, 'dist') });
    return stdout;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function draw(prompt, output) {
  const lines = [prompt, '', ...output.trimEnd().split('\n')];
  // oxlint-disable-next-line no-control-regex -- the codes that colours are made of
  const columns = Math.max(...lines.map((line) => line.replace(/\u001B\[\d+m/g, '').length));
  const width = Math.ceil(columns * COLUMN_PX + 2 * MARGIN_PX);
  const height = lines.length * LINE_PX + BAR_PX + 2 * MARGIN_PX;
  const active = new Set();
  const rows = lines.map((line, index) => {
    const y = BAR_PX + MARGIN_PX + (index + 1) * LINE_PX - 6;
    return `<text x="${MARGIN_PX}" y="${y}" xml:space="preserve">${spans(line, active)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="llmcost in a terminal">`,
    `<rect width="100%" height="100%" rx="10" fill="#0d1117"/>`,
    ...['#ff5f56', '#ffbd2e', '#27c93f'].map((fill, index) => {
      return `<circle cx="${MARGIN_PX + index * 20}" cy="22" r="6" fill="${fill}"/>`;
    }),
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_PX}" fill="#e6edf3">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** A line in pieces of one style each. A style that is not ended goes on in the next line. */
function spans(line, active) {
  // oxlint-disable-next-line no-control-regex -- the codes that colours are made of
  const parts = line.split(/\u001B\[(\d+)m/);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) {
        switchStyle(part, active);
        return '';
      }
      const styles = [...active].map((code) => STYLES[code]).join('; ');
      if (part === '') return '';
      return styles === '' ? escaped(part) : `<tspan style="${styles}">${escaped(part)}</tspan>`;
    })
    .join('');
}

function switchStyle(code, active) {
  if (code in STYLES) active.add(code);
  for (const ended of ENDS[code] ?? []) active.delete(ended);
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
