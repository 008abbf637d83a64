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
  writeAll(await helpFiles());
  writeAll(await completer());
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
    hot: ['program', 'root', 'show', 'estimate', 'list', 'compare'],
    apart: { packages: ['undici', 'zod', 'chalk'], names: ['index'] },
    define: { LLMCOST_VERSION: JSON.stringify(readJson('package.json').version) },
    plugins: [withoutUnused(), withoutGlobals()],
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
 * Leaves out modules of Node's own that a package loads for what is never used here: commander's
 * subcommands that are programs of their own (a fortieth of a start), and HTTP/2, which undici speaks
 * only where it is allowed to.
 */
function withoutUnused() {
  const unused = [
    { module: 'node:child_process', by: 'commander', instead: 'module.exports = {};' },
    { module: 'node:http2', by: 'undici', instead: 'module.exports = { constants: {} };' },
  ];
  return {
    name: 'without-unused',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:(child_process|http2)$/ }, ({ path, importer }) => {
        const found = unused.find(
          ({ module, by }) => module === path && importer.includes(`node_modules/${by}/`),
        );
        return found && { path: found.module, namespace: 'unused', pluginData: found.instead };
      });
      onLoad({ filter: /.*/, namespace: 'unused' }, ({ pluginData }) => ({ contents: pluginData }));
    },
  };
}

/** zod keeps its settings where all copies of it find them; importing a library must leave nothing there. */
function withoutGlobals() {
  return {
    name: 'without-globals',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]zod[\\/]v4[\\/]core[\\/](core|registries)\.js$/ }, ({ path }) => ({
        contents: `const own = {};\n${readFileSync(path, 'utf8').replaceAll('globalThis', 'own')}`,
      }));
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

/** What answers Tab: a small file, which starts sooner than the command. */
async function completer() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/completion/run.ts'],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    minify: true,
    write: false,
  });
  return { 'complete.cjs': outputFiles[0].text };
}

/** The words of every command, for Tab, for help that starts at once, and for the manual. */
async function helpFiles() {
  const words = await load('src/build/words.ts');
  return words.helpFiles(readJson('package.json').version);
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
  const outfile = join(out, `${basename(entry, '.ts')}.cjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
  });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return loaded;
}
