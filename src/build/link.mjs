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
 * leave dozens of small files to read, so the second step joins them: `llmcost` holds all that the hot
 * commands need, `more` what the others need beside, and whatever needs one of the heavy packages
 * stays by itself. In a joined file a part is evaluated when it is first called for.
 *
 * @param entries the sources by the names of their files; `llmcost` is the command.
 * @param hot the parts whose commands must start fastest.
 * @param apart packages that most calls do without, and the parts that no call of the command needs.
 * @returns the files by name, as minified CommonJS, which starts fastest.
 */
export async function link({ root, entries, hot, apart, define, plugins }) {
  const parts = await split({ root, entries, define, plugins });
  const names = [...parts.keys()];
  const isHot = new Set(['llmcost', ...hot].flatMap((name) => closure(parts, found(names, name))));
  const fileOf = new Map(
    names.map((name) => [
      name,
      isHot.has(name) ? 'llmcost' : standsApart(parts, name, apart) ? name : 'more',
    ]),
  );
  const files = {};
  for (const file of new Set(fileOf.values())) {
    const joined = names.filter((name) => fileOf.get(name) === file);
    const isJoined = file === 'llmcost' || file === 'more';
    const code = isJoined ? await join(parts, joined, file) : await separate(parts.get(file).text);
    const linked = toJoinedFiles(code, fileOf);
    files[`${file}.cjs`] = file === 'llmcost' ? withHash(linked) : linked;
  }
  return files;
}

/** A part by its name without the hash. */
function found(names, name) {
  const part = names.find((each) => each === name || each.replace(/-[A-Z0-9]{8}$/, '') === name);
  if (part === undefined) throw new Error(`There is no part ${name}.`);
  return part;
}

/** What stands in a joined file is asked of that file. */
function toJoinedFiles(code, fileOf) {
  return code.replace(/require\("\.\/([^"]+)\.cjs"\)/g, (whole, name) => {
    const file = fileOf.get(name);
    return file === undefined || (file === name && file !== 'llmcost')
      ? whole
      : `require("./${file}.cjs").shared["${name}"]()`;
  });
}

/** The parts as ES modules, by name, each with the sources that it holds. */
async function split({ root, entries, define, plugins }) {
  const { outputFiles, metafile } = await build({
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
    metafile: true,
    write: false,
  });
  const sources = new Map(
    Object.entries(metafile.outputs).map(([path, { inputs }]) => [nameOf(path), Object.keys(inputs)]),
  );
  return new Map(
    outputFiles.map(({ path, text }) => [nameOf(path), { text, sources: sources.get(nameOf(path)) ?? [] }]),
  );
}

function nameOf(path) {
  return path.replace(/^.*[\\/]|\.cjs$/g, '');
}

/** True for a part that holds a heavy package, or imports one before it runs. */
function standsApart(parts, name, { packages, names }) {
  if (names.includes(name)) return true;
  const isHeavy = (source) => packages.some((heavy) => source.includes(`node_modules/${heavy}/`));
  return closure(parts, name).some((each) => parts.get(each).sources.some(isHeavy));
}

/** A part and all that it imports before it runs. */
function closure(parts, first) {
  const found = new Set();
  const waiting = [first];
  while (waiting.length > 0) {
    const name = waiting.pop();
    if (found.has(name)) continue;
    found.add(name);
    const imports = parts.get(name).text.matchAll(/(?:from|^import) "\.\/([^"]+)\.cjs"/gm);
    for (const [, imported] of imports) waiting.push(imported);
  }
  return [...found];
}

async function join(parts, joined, file) {
  const contents = [
    file === 'llmcost' ? `export const run = (dist) => require('./llmcost.cjs').run(dist);` : '',
    'export const shared = {',
    ...joined.map((name) => `'${name}': () => require('./${name}.cjs'),`),
    '};',
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
            const name = nameOf(path);
            return joined.includes(name) ? { path: name, namespace: 'part' } : { path, external: true };
          });
          onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => ({
            contents: parts.get(path).text,
            loader: 'js',
          }));
        },
      },
    ],
    supported: { 'dynamic-import': false },
    write: false,
  });
  return outputFiles[0].text;
}

/** The first line names the content, so that what was compiled of it is never taken for another's. */
function withHash(text) {
  // Only ASCII, so that the shim can read it without decoding.
  return `//${createHash('sha256').update(text).digest('hex').slice(0, 16)}\n${text}`;
}

async function separate(text) {
  const { code } = await transform(text, {
    ...SETTINGS,
    format: 'cjs',
    minify: true,
    supported: { 'dynamic-import': false },
  });
  return code;
}
