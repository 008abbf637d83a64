// Makes `dist` from the sources: the command as minified CommonJS, which starts fastest; the price
// book in the form in which a fetched map is stored; the data files that a user may replace.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
// Built beside and put in place when it is whole: a build that fails leaves the last good one.
const out = join(root, `dist-${process.pid}`);
const { version } = readJson('package.json');

mkdirSync(out);
try {
  await bundleCommand();
  await writeBook();
  copyData();
  rmSync(dist, { recursive: true, force: true });
  renameSync(out, dist);
} finally {
  rmSync(out, { recursive: true, force: true });
}

/**
 * The command starts from one file; what only some commands need stands in files of its own, which
 * are read when they are called for. esbuild splits ES modules only, so it splits first and turns
 * each part into CommonJS after that.
 */
async function bundleCommand() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { llmcost: 'src/cli/run.ts' },
    outdir: out,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    define: { LLMCOST_VERSION: JSON.stringify(version) },
    legalComments: 'none',
    write: false,
  });
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      target: 'node20.19',
      minify: true,
      supported: { 'dynamic-import': false },
      legalComments: 'none',
    });
    writeFileSync(path, code);
  }
}

/** The book, and which of its figures were checked against the provider's own. */
async function writeBook() {
  const { bookEntries, renderBook } = await load('src/build/book.ts');
  const names = readdirSync(join(root, 'fixtures/price-book')).sort();
  const book = bookEntries(names.map((name) => readJson(`fixtures/price-book/${name}`)));
  const sha256Of = (text) => createHash('sha256').update(text).digest('hex');
  for (const [name, text] of Object.entries(renderBook(book.entries, book.asOf, sha256Of))) {
    writeFileSync(join(out, name), text);
  }
  writeFileSync(join(out, 'reviews.json'), JSON.stringify(Object.fromEntries(book.reviews)));
}

function copyData() {
  for (const name of ['coding-scores.json', 'image-tokens.json']) {
    writeFileSync(join(out, name), JSON.stringify(readJson(`fixtures/${name}`)));
  }
}

function readJson(name) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}

/** Runs a source file here: the build uses the same code as the command. */
async function load(entry) {
  const outfile = join(out, 'build-step.mjs');
  await build({ absWorkingDir: root, entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node' });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return loaded;
}
