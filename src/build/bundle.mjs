// Makes `dist` from the sources: bundles of the commands, the library, the price book in the form in which
// a fetched map is stored, and the data files that a user may replace.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { commandBundles } from './commands.mjs';
import { scannerModule } from './scanner.mjs';
import { pageFiles } from './pages.mjs';
import { libraryTypes } from './types.mjs';
import { vocabularyFiles } from './vocabularies.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
// Built beside and put in place when it is whole: a build that fails leaves the last good one.
const out = join(root, `dist-${process.pid}`);

/** The doors of packages that most runs do without: each is a bundle of its own, loaded by whoever needs it. */
const LOADED_WHEN_NEEDED = [
  'src/map/zod.ts',
  'src/map/fetch/undici.ts',
  'src/tokens/huggingface.ts',
  'src/tokens/media/image-size.ts',
  'src/usage/logs/csv-parse.ts',
  'src/cli/terminal/progress-bar.ts',
  'src/cli/commands/mcp/sdk.ts',
  'src/cli/render/theme.ts',
];

const SETTINGS = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  // Node prints the whole line in which an error was thrown and not caught.
  lineLimit: 320,
  // Whoever wants it installs it beside llmcost.
  external: ['@duckdb/node-api'],
  alias: {
    'node:child_process': './src/build/child-process.cjs',
    'string-width': './src/cli/render/string-width.cjs',
    '@colors/colors/safe': './src/build/no-colors.cjs',
    // As a module it asks for its own address, which a CommonJS bundle does not have.
    tinyglobby: './node_modules/tinyglobby/dist/index.cjs',
  },
  define: { LLMCOST_VERSION: JSON.stringify(readJson('package.json').version) },
  write: false,
};

mkdirSync(out);
try {
  const { COMMAND_NAMES } = await load('src/cli/commands.ts');
  await Promise.all([
    commandBundles(root, COMMAND_NAMES, SETTINGS, doorFiles()).then(writeAll),
    bundle('root.cjs', { entryPoints: ['src/cli/start/root-bundle.ts'] }),
    bundle('start.cjs', { entryPoints: ['src/cli/start/start.ts'] }),
    bundle('complete.cjs', { entryPoints: ['src/cli/completion/run.ts'] }),
    bundle('scan-worker.cjs', { entryPoints: ['src/usage/logs/threads/worker.ts'] }),
    bundle('index.cjs', { entryPoints: ['src/index.ts'] }),
    browserBundle(),
    ...packageBundles(),
  ]);
  writeAll(await libraryFaces());
  const book = await bookFiles();
  writeAll(book);
  await bookModule(Object.keys(book));
  writeAll(await dataFiles());
  writeAll(await vocabularyFiles(root, load));
  writeAll(await pageFiles(root));
  writeAll(await helpFiles());
  writeAll(await schemaFiles());
  write('scanner.wasm', await scannerModule(root));
  rmSync(dist, { recursive: true, force: true });
  renameSync(out, dist);
} finally {
  rmSync(out, { recursive: true, force: true });
}

function packageBundles() {
  return LOADED_WHEN_NEEDED.map((door) => bundleWith(fileOfDoor(door), { entryPoints: [door] }));
}

function fileOfDoor(door) {
  return `packages/${basename(door, '.ts')}.cjs`;
}

/** Bundles into one file of `dist`, as minified CommonJS: what starts fastest. */
async function bundle(name, options) {
  await bundleWith(name, { ...options, plugins: [packagesApart()] });
}

async function bundleWith(name, options) {
  const { outputFiles } = await build({ ...SETTINGS, ...options });
  write(name, outputFiles[0].contents);
}

/** The library for browsers, all in one file. */
async function browserBundle() {
  const entryPoints = ['src/library/browser.ts'];
  const options = { entryPoints, format: 'esm', platform: 'browser', target: 'es2022', alias: {} };
  await bundleWith('browser.js', options);
}

/** Leaves the import of such a door to the run, at the file that its bundle has in `dist`. */
function packagesApart() {
  const files = doorFiles();
  return {
    name: 'packages-apart',
    setup({ onResolve }) {
      onResolve({ filter: /\.ts$/ }, ({ path, resolveDir }) => {
        const file = files.get(join(resolveDir, path));
        return file === undefined ? undefined : { path: `./${file}`, external: true };
      });
    },
  };
}

function doorFiles() {
  return new Map(LOADED_WHEN_NEEDED.map((door) => [join(root, door), fileOfDoor(door)]));
}

/**
 * The library is CommonJS as the command is; who imports it gets the same module, so that an error
 * thrown to one is of the class that the other knows. Both ways have types, which are the same.
 */
async function libraryFaces() {
  const names = Object.keys(createRequire(import.meta.url)(join(out, 'index.cjs')));
  const types = await libraryTypes(root, 'src/index.ts');
  return {
    'index.js': `export { ${names.join(', ')} } from './index.cjs';\n`,
    'index.d.ts': "export * from './index.cjs';\n",
    'index.d.cts': types,
  };
}

/** The book, which of its figures were checked against the provider's own, and whose map it is made of. */
async function bookFiles() {
  const { bookEntries, renderBook, withReviews } = await load('src/build/book.ts');
  const dir = 'fixtures/price-book';
  const names = readdirSync(join(root, dir, 'providers')).sort();
  const entries = bookEntries(names.map((name) => readJson(`${dir}/providers/${name}`)));
  const book = withReviews(entries, readJson(`${dir}/reviewed.json`));
  const sha256Of = (text) => createHash('sha256').update(text).digest('hex');
  return {
    ...renderBook(book.entries, readJson(`${dir}/about.json`).published, sha256Of),
    'book/LICENSE-LiteLLM': readFileSync(join(root, dir, 'LICENSE-LiteLLM'), 'utf8'),
    'reviews.json': JSON.stringify(Object.fromEntries(book.reviews)),
  };
}

/** The book as a module: a bundler takes its files along. */
async function bookModule(names) {
  const required = (name) => `require('./${name}')`;
  const slices = names.filter((name) => name.startsWith('book/entries-')).sort();
  const contents = `
    import { wholeBook } from './map/book/whole-book.ts';
    const slices = [${slices.map(required).join(', ')}];
    module.exports = wholeBook(${required('book/about.json')}, ${required('book/index.json')}, slices);`;
  await bundle('price-book.cjs', {
    stdin: { contents, resolveDir: join(root, 'src') },
    external: ['./book/*'],
  });
  const types = `/** Entries of a cost map by their keys, for \`catalogFromMap\`. */
declare const book: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
export = book;
`;
  writeAll({ 'price-book.d.cts': types });
}

/** The contract as JSON Schema, which `llmcost schema` prints. */
async function schemaFiles() {
  const { allSchemas } = await load('src/build/contract.ts');
  return { 'schemas.json': JSON.stringify(allSchemas()) };
}

/** The words of every command, for Tab and for the manual. */
async function helpFiles() {
  const help = await load('src/build/help-files.ts');
  return help.helpFiles(readJson('package.json').version);
}

async function dataFiles() {
  const { shownScores } = await load('src/build/scores.ts');
  const names = ['image-tokens.json', 'image-input.json', 'tokenizers.json'];
  return {
    ...Object.fromEntries(names.map((name) => [name, JSON.stringify(readJson(`fixtures/${name}`))])),
    'coding-scores.json': JSON.stringify(shownScores(readJson('fixtures/coding-scores.json'))),
  };
}

function writeAll(files) {
  for (const [name, text] of Object.entries(files)) write(name, text);
}

function write(name, content) {
  mkdirSync(dirname(join(out, name)), { recursive: true });
  writeFileSync(join(out, name), content);
}

function readJson(name) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}

/** Runs a source file here: the build uses the same code as the command. */
async function load(entry) {
  const file = join(out, 'build', `${entry.replaceAll('/', '-')}.cjs`);
  const { outputFiles } = await build({ ...SETTINGS, minify: false, entryPoints: [entry] });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, outputFiles[0].contents);
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(dirname(file), { recursive: true });
  }
}
