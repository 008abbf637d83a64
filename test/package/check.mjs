// Looks at the package as its users get it: packed, installed into an empty project that has no
// network, and used from ESM, CommonJS, TypeScript and the shell. `npm run check-package` builds first.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const consumer = fileURLToPath(new URL('consumer', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'llmcost-package-'));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What may stand in the package; anything else is there by mistake. */
const ALLOWED = [
  /^package\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^bin\/(llmcost\.js|package\.json)$/,
  /^dist\/[\w-]+\.(cjs|js|json|d\.ts|d\.cts)$/,
  /^dist\/(commands|packages|parts)\/[\w-]+\.cjs$/,
  /^dist\/[\w-]+\.[\w-]+\.json$/,
  /^dist\/scanner\.wasm$/,
  /^dist\/book\/([\w-]+\.json|LICENSE-LiteLLM)$/,
  /^dist\/vocabularies\/\w+\.br$/,
  /^dist\/llmcost\.1$/,
];
const NEEDED = [
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'dist/index.js',
  'dist/index.d.ts',
  'dist/start.cjs',
  'dist/commands/show.cjs',
  'dist/pages.json',
  'dist/schemas.json',
  'dist/scanner.wasm',
  'dist/vocabularies/o200k_base.br',
];
/** Packed, in bytes: whoever passes it has a reason, and changes it here. The vocabularies are 0.8 MB of it. */
const MAX_BYTES = 2_000_000;

try {
  const tarball = step('pack', pack);
  step('publint', () => tool('publint', ['--strict', '--pack', 'npm']));
  step('are the types wrong?', () =>
    tool('attw', [
      tarball,
      '--exclude-entrypoints',
      'price-book',
      '--no-emoji',
      '--no-color',
      '--format',
      'ascii',
    ]),
  );
  const project = step('install into an empty project, without a network', () => install(tarball));
  step('ESM', () => run(project, process.execPath, ['use.mjs']));
  step('CommonJS', () => run(project, process.execPath, ['use.cjs']));
  step('one class of errors for both', () => run(project, process.execPath, ['both.mjs']));
  for (const kind of ['node16', 'bundler']) step(`TypeScript, ${kind}`, () => typecheck(project, kind));
  step('the command', () => command(project));
  step('the manual page', () => manual(project));
  process.stdout.write('The package is as it should be.\n');
} finally {
  rmSync(dir, { recursive: true, force: true });
}

function step(what, work) {
  process.stdout.write(`${what}\n`);
  return work();
}

function pack() {
  const out = npm(root, ['pack', '--json', '--ignore-scripts', '--pack-destination', dir]);
  const [{ filename, files, size, unpackedSize }] = JSON.parse(out);
  const names = files.map(({ path }) => path).sort();
  const strange = names.filter((name) => !ALLOWED.some((pattern) => pattern.test(name)));
  if (strange.length > 0) throw new Error(`These files are no part of the package: ${strange.join(', ')}`);
  const missing = NEEDED.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`These files are missing: ${missing.join(', ')}`);
  if (size > MAX_BYTES) throw new Error(`The package is ${size} bytes, more than ${MAX_BYTES}.`);
  const kilobytes = (bytes) => `${Math.round(bytes / 1000)} KB`;
  say(`${names.length} files, ${kilobytes(size)} packed, ${kilobytes(unpackedSize)} installed`);
  return join(dir, filename);
}

function install(tarball) {
  const project = join(dir, 'project');
  mkdirSync(project);
  cpSync(consumer, project, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "name": "consumer", "private": true }\n');
  npm(project, ['install', '--offline', '--no-audit', '--no-fund', tarball]);
  const installed = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
  if (installed.join() !== 'llmcost') throw new Error(`Installed beside it: ${installed.join(', ')}`);
  return project;
}

/** The project has nothing but the package: its types need no others, not even Node's. */
function typecheck(project, kind) {
  run(project, process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '-p',
    `tsconfig.${kind}.json`,
  ]);
}

function command(project) {
  const bin = join(project, 'node_modules', '.bin', 'llmcost');
  const env = { ...process.env, LLMCOST_OFFLINE: '1', LLMCOST_CACHE_DIR: join(dir, 'cache') };
  const ask = (program, args) => execFileSync(program, args, { cwd: project, env, encoding: 'utf8' });
  const isWindows = process.platform === 'win32';
  const shown = isWindows ? '' : ask(bin, ['--version']).trim();
  if (!isWindows && shown !== version) throw new Error(`--version is ${shown}, not ${version}.`);
  const estimate = ['estimate', 'gpt-4o', '--input', '1000', '--output', '100', '--json'];
  const { totalUsd: total } = JSON.parse(ask(npx(), ['--offline', 'llmcost', ...estimate]));
  if (total !== 0.0035) throw new Error(`The estimate is ${total}, not 0.0035.`);
}

/** npm links what `man` names where it installs for everybody. */
function manual(project) {
  const own = join(project, 'node_modules/llmcost');
  const { man } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8'));
  if (!Array.isArray(man) || man.length === 0) throw new Error('package.json names no manual page.');
  for (const page of man) readFileSync(join(own, page));
}

function tool(name, args) {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin', name), args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`${name} failed:\n${stdout}\n${stderr}`);
}

function npm(cwd, args) {
  return execFileSync('npm', args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function npx() {
  return process.platform === 'win32' ? 'npx.cmd' : 'npx';
}

function run(cwd, program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${[dirname(program), ...args].join(' ')} failed:\n${stdout}\n${stderr}`);
}

function say(text) {
  process.stdout.write(`  ${text}\n`);
}
