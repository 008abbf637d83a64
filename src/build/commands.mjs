// The bundles of `dist/commands`, and of `dist/parts`: what the commands of every day load when they need it.
import { basename, join, relative } from 'node:path';

/** Commands whose start people notice. A bundle of its own for each other one would be 100 KB of the package. */
const OFTEN_RUN = ['show', 'estimate'];

/** What they need now and then, each as a bundle of its own with a copy of what it shares with them. */
const PARTS = [
  'src/config/load.ts',
  'src/doctor/reviews/store.ts',
  'src/map/from-file.ts',
  'src/map/lock/open.ts',
  'src/usage/recognise.ts',
];

/** In a file for all bundles: what one of them throws is of the class that another one catches. */
const ERRORS = 'src/core/errors.ts';

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
      bundle(file, options, [apart(root), later(root, seldom)]),
    ),
  );
  const others = names.filter((name) => !OFTEN_RUN.includes(name));
  const specs = others.map((name) => `${name}: async () => (await import('${specFile(name)}')).spec`);
  const modules = [...seldom].sort().map((file) => `'${file}': () => require('../../${file}')`);
  await Promise.all([
    bundle('commands/others.cjs', inCli(root, `export const modules = { ${modules.join(', ')} };`, specs), [
      apart(root),
    ]),
    bundle(fileOfPart(ERRORS), { entryPoints: [ERRORS] }, []),
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

/** `parts/config-load.cjs` for `src/config/load.ts`. */
function fileOfPart(part) {
  return `parts/${relative('src', part).replaceAll(/[\\/]/g, '-').replace(/\.ts$/, '.cjs')}`;
}

/** The errors are in a file of their own. */
function apart(root) {
  return {
    name: 'errors-apart',
    setup({ onResolve }) {
      onResolve({ filter: /\/errors\.ts$/ }, ({ path, resolveDir }) =>
        join(resolveDir, path) === join(root, ERRORS) ? external(fileOfPart(ERRORS)) : undefined,
      );
    },
  };
}

/** What is loaded when it is needed is a part, or in the bundle of the other commands: `seldom` gets its name. */
function later(root, seldom) {
  const others = external('commands/others.cjs');
  return {
    name: 'loaded-later',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, kind }) => {
        if (kind !== 'dynamic-import') return undefined;
        const file = relative(root, join(resolveDir, path));
        if (PARTS.includes(file)) return external(fileOfPart(file));
        seldom.add(file);
        return { path: file, namespace: 'later' };
      });
      onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => ({
        contents: `module.exports = require('${basename(others.path)}').modules['${path}']();`,
      }));
      onResolve({ filter: /^others\.cjs$/, namespace: 'later' }, () => others);
    },
  };
}

/** A file of `dist`, as one in a folder of `dist` asks for it. */
function external(file) {
  return { path: `../${file}`, external: true };
}
