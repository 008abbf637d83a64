// The bundles of `dist/commands`, and of `dist/parts`: what several of them need, and what they load now and then.
import { basename, dirname, join, relative } from 'node:path';
import { transform } from 'esbuild';
import { rollup } from 'rollup';
import { packagesInside } from './packages-inside.mjs';

/** Commands whose start people notice: what these have in common is in few files, each of which takes its time. */
const OFTEN_RUN = ['show', 'estimate', 'list', 'compare', 'tally', 'sync'];

/**
 * A process runs one command and loads what that one needs. No module is in two files, so that an error which
 * one file throws is of the class that another one catches.
 * @param names of all commands.
 * @param settings esbuild's, for sources, packages, and for making the code small.
 * @param packageFiles doors of packages that most runs do without → their files in `dist`.
 * @returns the name of each file in `dist` → its text.
 */
export async function commandBundles(root, names, settings, packageFiles) {
  const imports = new Map();
  const bundle = await rollup({
    input: Object.fromEntries(names.map((name) => [`commands/${name}`, entryOf(name)])),
    external: [/^node:/, /^\.\.\/packages\//, ...settings.external],
    treeshake: { moduleSideEffects: false },
    // A command may lend its modules to others.
    preserveEntrySignatures: 'allow-extension',
    plugins: [
      entries(root),
      sources(settings, packageFiles),
      packagesInside(settings),
      { name: 'imports', moduleParsed: ({ id, importedIds }) => imports.set(id, importedIds) },
      small(settings),
    ],
    onLog(level, { message }) {
      throw new Error(`The bundles of the commands: ${message}`);
    },
  });
  const usersOf = usersIn(imports);
  const { output } = await bundle.generate({
    format: 'cjs',
    strict: false,
    esModule: false,
    interop: 'default',
    generatedCode: { preset: 'es2015', symbols: false },
    hoistTransitiveImports: false,
    minifyInternalExports: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: ({ name, facadeModuleId }) => `parts/${partName(root, name, facadeModuleId)}.cjs`,
    manualChunks: (id) => partFor(usersOf(id)),
  });
  return Object.fromEntries(output.map(({ fileName, code }) => [fileName, code]));
}

const ENTRY = 'command:';

function entryOf(name) {
  return `${ENTRY}${name}`;
}

/** The module that a command's bundle begins with. */
function entries(root) {
  return {
    name: 'entries',
    resolveId(id, importer = '') {
      if (id.startsWith(ENTRY)) return id;
      return importer.startsWith(ENTRY) ? join(root, 'src/cli', id) : undefined;
    },
    load(id) {
      if (!id.startsWith(ENTRY)) return undefined;
      const name = id.slice(ENTRY.length);
      return `
        import { commandBundle } from './start/command-bundle.ts';
        import { spec } from './commands/${name}/${name}.ts';
        export const { run, help } = commandBundle('${name}', spec);`;
    },
  };
}

/** TypeScript, and the doors that are left to the run. */
function sources({ target, define }, packageFiles) {
  return {
    name: 'sources',
    resolveId(id, importer) {
      if (!id.endsWith('.ts')) return undefined;
      const path = join(dirname(importer), id);
      const file = packageFiles.get(path);
      return file === undefined ? path : { id: `../${file}`, external: true };
    },
    async transform(code, id) {
      if (!id.endsWith('.ts')) return undefined;
      return { code: (await transform(code, { loader: 'ts', target, define })).code, map: null };
    },
  };
}

function small({ target, minify, legalComments, lineLimit }) {
  return {
    name: 'small',
    async renderChunk(code) {
      return (await transform(code, { target, minify, legalComments, lineLimit, format: 'cjs' })).code;
    },
  };
}

/** Which of the commands that are often run cannot do without a module; asked when all modules are known. */
function usersIn(imports) {
  let needs;
  return (module) => {
    needs ??= OFTEN_RUN.map((name) => ({ name, modules: neededBy(entryOf(name), imports) }));
    return needs.filter(({ modules }) => modules.has(module)).map(({ name }) => name);
  };
}

function neededBy(entry, imports) {
  const needed = new Set([entry]);
  for (const id of needed) for (const each of imports.get(id) ?? []) needed.add(each);
  return needed;
}

/**
 * The file for what these commands need; undefined for what rollup places by itself. What a module needs has the
 * same users or more of them: it is in the same file or in one that is named further up here.
 */
function partFor(users) {
  const isFor = (...names) => names.some((name) => users.includes(name));
  if (users.length < 2) return users[0];
  if (isFor('estimate', 'tally') && (isFor('show', 'list') || (isFor('compare') && isFor('sync'))))
    return 'shared';
  if (isFor('show', 'list')) return 'models';
  return isFor('sync') ? users.join('-') : 'jobs';
}

/** `map-lock-open` for src/map/lock/open.ts. */
function partName(root, name, module) {
  if (module === null || module === undefined) return name;
  const path = relative(join(root, 'src'), module);
  return join(dirname(path), basename(path, '.ts')).replaceAll(/[\\/]/g, '-');
}
