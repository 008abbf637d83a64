// Makes `dist` from the sources: the command and the library, the price book in the form in which a fetched map is
// stored, and the data files that a user may replace.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { link } from './link.mjs';
import { libraryTypes } from './types.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
// Built beside and put in place when it is whole: a build that fails leaves the last good one.
const out = join(root, `dist-${process.pid}`);

mkdirSync(out);
try {
  writeAll(await linkedFiles());
  writeAll(libraryFaces());
  writeAll(await bookFiles());
  writeAll(dataFiles());
  writeAll(await schemaFiles());
  rmSync(dist, { recursive: true, force: true });
  renameSync(out, dist);
} finally {
  rmSync(out, { recursive: true, force: true });
}

function linkedFiles() {
  return link({
    root,
    entries: { llmcost: 'src/cli/run.ts', index: 'src/index.ts' },
    apart: { packages: ['undici', 'zod', 'chalk'], names: ['index'] },
    define: { LLMCOST_VERSION: JSON.stringify(readJson('package.json').version) },
    plugins: [withoutSubprocesses()],
  });
}

/**
 * The library is CommonJS as the command is; who imports it gets the same module, so that an error
 * thrown to one is of the class that the other knows. Both ways have types, which are the same.
 */
function libraryFaces() {
  const names = Object.keys(createRequire(import.meta.url)(join(out, 'index.cjs')));
  const types = libraryTypes(root, 'src/index.ts');
  return {
    'index.js': `export { ${names.join(', ')} } from './index.cjs';\n`,
    'index.d.ts': types,
    'index.d.cts': types,
  };
}

/**
 * commander loads node:child_process for subcommands that are programs of their own. There are none
 * here, and the module costs a fortieth of a start.
 */
function withoutSubprocesses() {
  return {
    name: 'without-subprocesses',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
        importer.includes('node_modules/commander/') ? { path: 'none', namespace: 'nothing' } : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}

/** The book, and which of its figures were checked against the provider's own. */
async function bookFiles() {
  const { bookEntries, renderBook } = await load('src/build/book.ts');
  const names = readdirSync(join(root, 'fixtures/price-book')).sort();
  const book = bookEntries(names.map((name) => readJson(`fixtures/price-book/${name}`)));
  const sha256Of = (text) => createHash('sha256').update(text).digest('hex');
  return {
    ...renderBook(book.entries, book.asOf, sha256Of),
    'reviews.json': JSON.stringify(Object.fromEntries(book.reviews)),
  };
}

/** The contract as JSON Schema, which `llmcost schema` prints. */
async function schemaFiles() {
  const { allSchemas } = await load('src/build/contract.ts');
  return { 'schemas.json': JSON.stringify(allSchemas()) };
}

function dataFiles() {
  const names = ['coding-scores.json', 'image-tokens.json'];
  return Object.fromEntries(names.map((name) => [name, JSON.stringify(readJson(`fixtures/${name}`))]));
}

function writeAll(files) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(out, name), text);
}

function readJson(name) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}

/** Runs a source file here: the build uses the same code as the command. */
async function load(entry) {
  const outfile = join(out, `${basename(entry, '.ts')}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return loaded;
}
