// Links the command: one file that holds all that a start needs, and a few beside it that are read
// when they are called for. The library is one of these, so that nothing is there twice.
import { createHash } from 'node:crypto';
import { build, transform } from 'esbuild';

const SETTINGS = {
  platform: 'node',
  target: 'node20.19',
  legalComments: 'none',
  charset: 'ascii',
  // Node prints the whole line in which an error was thrown and not caught.
  lineLimit: 160,
};

/**
 * esbuild splits ES modules into parts, and puts what parts share into chunks of their own. It would
 * leave dozens of small files to read at each start, so the second step joins those that the hot
 * commands load into one file, and lets the others ask that file for what they share with it.
 *
 * @param entries the sources by the names of their files; `llmcost` is the command.
 * @returns the files by name, as minified CommonJS, which starts fastest.
 */
export async function link({ root, entries, hot, define, plugins }) {
  const parts = await split({ root, entries, define, plugins });
  const joined = closure(parts, ['llmcost', ...hot]);
  const shared = [...joined].filter((name) => name.startsWith('chunk-'));
  const files = { 'llmcost.cjs': await join(parts, joined, shared) };
  for (const [name, text] of parts) {
    if (!joined.has(name)) files[`${name}.cjs`] = await separate(text, shared);
  }
  return files;
}

/** The parts as ES modules, by name. */
async function split({ root, entries, define, plugins }) {
  const { outputFiles } = await build({
    ...SETTINGS,
    absWorkingDir: root,
    entryPoints: entries,
    outdir: root,
    bundle: true,
    splitting: true,
    format: 'esm',
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    define,
    plugins,
    write: false,
  });
  return new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]|\.cjs$/g, ''), text]));
}

/** A part, by its name without the hash, and all that it imports before it runs. */
function closure(parts, names) {
  const joined = new Set();
  const waiting = names.map((name) => nameOf(parts, name));
  while (waiting.length > 0) {
    const name = waiting.pop();
    if (joined.has(name)) continue;
    joined.add(name);
    for (const [, imported] of parts.get(name).matchAll(/(?:from|^import) "\.\/([^"]+)\.cjs"/gm))
      waiting.push(imported);
  }
  return joined;
}

function nameOf(parts, name) {
  const found = [...parts.keys()].find((each) => each === name || each.replace(/-[A-Z0-9]{8}$/, '') === name);
  if (found === undefined) throw new Error(`There is no part ${name} to join.`);
  return found;
}

async function join(parts, joined, shared) {
  const contents = [
    `export { run } from './llmcost.cjs';`,
    ...shared.map((name, index) => `import * as part${index} from './${name}.cjs';`),
    `export const shared = { ${shared.map((name, index) => `'${name}': part${index}`).join(', ')} };`,
  ].join('\n');
  const { outputFiles } = await build({
    ...SETTINGS,
    stdin: { contents },
    bundle: true,
    format: 'cjs',
    minify: true,
    plugins: [
      {
        name: 'parts',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^\.\/.*\.cjs$/ }, ({ path }) => {
            const name = path.slice(2, -4);
            return joined.has(name) ? { path: name, namespace: 'part' } : { path, external: true };
          });
          onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => ({
            contents: parts.get(path),
            loader: 'js',
          }));
        },
      },
    ],
    supported: { 'dynamic-import': false },
    write: false,
  });
  return withHash(outputFiles[0].text);
}

/** The first line names the content, so that what was compiled of it is never taken for another's. */
function withHash(text) {
  // Only ASCII, so that the shim can read it without decoding.
  return `//${createHash('sha256').update(text).digest('hex').slice(0, 16)}\n${text}`;
}

async function separate(text, shared) {
  const { code } = await transform(text, {
    ...SETTINGS,
    format: 'cjs',
    minify: true,
    supported: { 'dynamic-import': false },
  });
  return code.replace(/require\("\.\/(chunk-[^"]+)\.cjs"\)/g, (whole, name) =>
    shared.includes(name) ? `require("./llmcost.cjs").shared["${name}"]` : whole,
  );
}
