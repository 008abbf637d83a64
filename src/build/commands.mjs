// The bundles of `dist/commands`, and of `dist/parts`: what they share, and what they load when they need it.
import { join, relative } from 'node:path';

/** Commands whose start people notice. A bundle of its own for each other one would be 40 KB of the package. */
const OFTEN_RUN = ['show', 'estimate'];

/** What they need now and then, each as a bundle of its own with a copy of what it has in common with them. */
const PARTS = [
  'src/config/load.ts',
  'src/doctor/reviews/store.ts',
  'src/map/from-file.ts',
  'src/map/lock/open.ts',
];

/**
 * In one file for all bundles: the errors, because what one bundle throws is of the class that another one
 * catches, and the packages that every command takes.
 */
const SHARED_FILE = 'parts/shared.cjs';
const ERRORS = 'src/core/errors.ts';
const SHARED_PACKAGES = ['commander', 'big.js', 'cli-table3', 'get-east-asian-width'];

const OTHERS_FILE = 'commands/others.cjs';

/**
 * A process runs one command, so each command of every day is a file that holds what every run of it needs.
 * The others share one, in which only the command that runs is evaluated; whatever else the first ones load
 * when they need it, such as what fetches a map, is taken from there.
 * @param bundle makes a file of `dist`: its name, esbuild's options and our plugins.
 */
export async function commandBundles(root, names, bundle) {
  const seldom = new Set();
  const often = OFTEN_RUN.map((name) => ({
    file: `commands/${name}.cjs`,
    options: inCli(root, `import { spec } from '${specFile(name)}';`, [`${name}: async () => spec`]),
  }));
  const parts = PARTS.map((part) => ({ file: fileOfPart(part), options: { entryPoints: [part] } }));
  await Promise.all(
    [...often, ...parts].map(({ file, options }) =>
      bundle(file, options, [shared(root), later(root, seldom)]),
    ),
  );
  const others = names.filter((name) => !OFTEN_RUN.includes(name));
  const specs = others.map((name) => `${name}: async () => (await import('${specFile(name)}')).spec`);
  const modules = `export const modules = ${required([...seldom].sort(), root)};`;
  await Promise.all([
    bundle(OTHERS_FILE, inCli(root, modules, specs), [shared(root)]),
    bundle(SHARED_FILE, {
      stdin: {
        contents: `exports.modules = ${required([ERRORS, ...SHARED_PACKAGES], root)};`,
        resolveDir: root,
      },
    }),
  ]);
}

function specFile(name) {
  return `./commands/${name}/${name}.ts`;
}

function inCli(root, statement, specs) {
  const contents = `
    import { commandBundle } from './start/command-bundle.ts';
    ${statement}
    export const { run, help } = commandBundle({ ${specs.join(', ')} });`;
  return { stdin: { contents, resolveDir: join(root, 'src/cli') } };
}

/** Modules by their names, each evaluated when it is asked for. */
function required(names, root) {
  const pathOf = (name) => (name.startsWith('src/') ? join(root, name) : name);
  return `{ ${names.map((name) => `'${name}': () => require(${JSON.stringify(pathOf(name))})`).join(', ')} }`;
}

/** `parts/config-load.cjs` for `src/config/load.ts`. */
function fileOfPart(part) {
  return `parts/${relative('src', part).replaceAll(/[\\/]/g, '-').replace(/\.ts$/, '.cjs')}`;
}

/** Takes from the shared file what it has. */
function shared(root) {
  return {
    name: 'shared',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[\w.-]+$/ }, ({ path }) =>
        SHARED_PACKAGES.includes(path) ? { path, namespace: 'shared' } : undefined,
      );
      onResolve({ filter: /\/errors\.ts$/ }, ({ path, resolveDir }) =>
        join(resolveDir, path) === join(root, ERRORS) ? { path: ERRORS, namespace: 'shared' } : undefined,
      );
      takenFrom(SHARED_FILE, 'shared', { onResolve, onLoad });
    },
  };
}

/** What is loaded when it is needed is a part, or in the bundle of the other commands: `seldom` gets its name. */
function later(root, seldom) {
  return {
    name: 'later',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, kind }) => {
        if (kind !== 'dynamic-import') return undefined;
        const file = relative(root, join(resolveDir, path));
        if (PARTS.includes(file)) return external(fileOfPart(file));
        seldom.add(file);
        return { path: file, namespace: 'later' };
      });
      takenFrom(OTHERS_FILE, 'later', { onResolve, onLoad });
    },
  };
}

/** Modules of that namespace are those that a file of `dist` exports under their names. */
function takenFrom(file, namespace, { onResolve, onLoad }) {
  onLoad({ filter: /.*/, namespace }, ({ path }) => ({
    contents: `module.exports = require('the file').modules['${path}']();`,
  }));
  onResolve({ filter: /^the file$/, namespace }, () => external(file));
}

/** A file of `dist`, as one in a folder of `dist` asks for it. */
function external(file) {
  return { path: `../${file}`, external: true };
}
