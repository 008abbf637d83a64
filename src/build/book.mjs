// Makes the price book from a cost map: `npm run book -- FILE|URL [--published 2026-08-01] [--to DIR]`. It
// writes one file a provider under fixtures/price-book/providers, or DIR/providers, and leaves reviewed.json
// as it is.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const book = join(root, 'fixtures/price-book');

try {
  await makeBook();
} catch (error) {
  console.error(`The book was not made: ${error.message}`);
  process.exitCode = 2;
}

async function makeBook() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { published: { type: 'string' }, to: { type: 'string', default: book } },
  });
  const [location, ...others] = positionals;
  if (location === undefined || others.length > 0) {
    throw new Error('name one cost map: npm run book -- FILE|URL [--published 2026-08-01]');
  }
  const { arrangeBook, fileNameOf, fileText, parseMap } = await load('src/build/book.ts');
  const map = await read(location);
  const sha256 = createHash('sha256').update(map.bytes).digest('hex');
  const { entries, issues } = parseMap(map.bytes.toString(), location);
  const published = publishedDay({ ...map, sha256, location, wanted: values.published });
  const files = arrangeBook(entries);
  const providers = join(values.to, 'providers');
  rmSync(providers, { recursive: true, force: true });
  mkdirSync(providers, { recursive: true });
  for (const file of files) {
    // Two providers whose names make one file's name would lose one of them.
    writeFileSync(join(providers, fileNameOf(file.provider)), fileText(file), { flag: 'wx' });
  }
  const models = files.reduce((sum, file) => sum + file.models.size, 0);
  const about = { published: published.day, sha256, models };
  writeFileSync(join(values.to, 'about.json'), `${JSON.stringify(about, null, 2)}\n`);
  for (const { path, reason } of issues) console.error(`Left out: ${path} ${reason}`);
  console.log(
    `${models} priced models of ${entries.size}, ${files.length} providers, published on ${published.day} (${published.by}).`,
  );
}

async function read(location) {
  if (!/^https?:\/\//.test(location)) {
    const bytes = readFileSync(location);
    return { bytes: bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes };
  }
  const reply = await fetch(location);
  if (!reply.ok) throw new Error(`${location} answered ${reply.status}`);
  const lastModified = reply.headers.get('last-modified');
  return { bytes: Buffer.from(await reply.arrayBuffer()), lastModified };
}

/**
 * The day on which a map was published is in no map: it is said, or known of this very map, or it stands in
 * what a mirror or a server adds, last in the name of the file.
 */
function publishedDay({ bytes, lastModified, sha256, location, wanted }) {
  if (wanted !== undefined) return { day: checked(wanted), by: '--published' };
  const known = readJson('published.json')[sha256];
  if (known !== undefined) return { day: known, by: 'published.json' };
  const updated = JSON.parse(bytes.toString()).last_updated;
  if (typeof updated === 'string') return { day: checked(updated.slice(0, 10)), by: 'last_updated' };
  if (lastModified) return { day: new Date(lastModified).toISOString().slice(0, 10), by: 'Last-Modified' };
  const [named] = /\d{4}-\d\d-\d\d/.exec(basename(location)) ?? [];
  if (named !== undefined) return { day: checked(named), by: "the file's name" };
  throw new Error('say when the map was published: --published 2026-08-01');
}

function checked(day) {
  const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : Number.NaN;
  // A day such as February 30 becomes one in March.
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)) return day;
  throw new Error(`"${day}" is no day such as 2026-08-01`);
}

function readJson(name) {
  return JSON.parse(readFileSync(join(book, name), 'utf8'));
}

/** Runs a source file: the book is made with the code that reads it. */
async function load(entry) {
  const dir = mkdtempSync(join(tmpdir(), 'llmcost-book-'));
  const outfile = join(dir, 'book.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
