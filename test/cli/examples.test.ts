import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../src/cli/commands.ts';
import { SPECS } from '../../src/cli/specs.ts';
import { BIN } from '../helpers/run-cli.ts';
import { map, startMapServer, type MapServer } from '../helpers/map-server.ts';
import { HAS_SHARED_MAPS, sharedMapPath } from '../helpers/shared-maps.ts';

/**
 * Every example of the help and of the READMEs has an answer: on the price book without a network, and on
 * the whole map of a server, with an older one in the history.
 */

/** A line as a user types it, and the exit statuses that it documents. */
interface Example {
  readonly line: string;
  readonly statuses: readonly number[];
}

/** A picture of one pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const examples: readonly Example[] = distinct([...(await helpExamples()), ...readmeExamples()]);

async function helpExamples(): Promise<readonly Example[]> {
  const specs = await Promise.all(COMMAND_NAMES.map((name) => SPECS[name]()));
  return specs.flatMap(({ examples }) => examples.map(exampleOf));
}

function readmeExamples(): readonly Example[] {
  const files = ['README.md', ...readdirSync(join(ROOT, 'src')).map((room) => `src/${room}/README.md`)];
  return files.flatMap((file) => {
    let text: string;
    try {
      text = readFileSync(join(ROOT, file), 'utf8');
    } catch {
      return [];
    }
    const blocks = [...text.matchAll(/^```(?:sh|console)\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
    const lines = blocks.flatMap((block) => block.split('\n')).map((line) => line.replace(/^\$ /, ''));
    return lines.filter((line) => /^llmcost [a-z]|\| llmcost /.test(line)).map(exampleOf);
  });
}

/** `llmcost diff --exit-code   # 1: they differ`: the statuses stand in the comment, or are the flag's. */
function exampleOf(text: string): Example {
  const [, code = text, comment = ''] = /^(.*?)\s{2,}# (.*)$/.exec(text) ?? [];
  const said = [...comment.matchAll(/\b(\d): /g)].map(([, status]) => Number(status));
  const flags = /--exit-code|--check\b/.test(code) ? [1, 4] : /--budget|--strict/.test(code) ? [4] : [];
  const asked = /"\$\((.*)\)"/.exec(code)?.[1] ?? code;
  // What other shells do with the script is not ours.
  const line = asked.replace(/ \| (source|Out-String).*$/, '').trim();
  return { line, statuses: [0, ...said, ...flags] };
}

function distinct(all: readonly Example[]): readonly Example[] {
  return [...new Map(all.map((example) => [example.line, example])).values()];
}

const CHAT = { id: 'chatcmpl-1', model: 'gpt-4o', usage: { prompt_tokens: 1200, completion_tokens: 300 } };
const SESSION = {
  type: 'assistant',
  timestamp: '2026-11-02T10:00:00.000Z',
  sessionId: 's',
  requestId: 'r',
  message: { id: 'm', model: 'claude-sonnet-4-5', usage: { input_tokens: 10, output_tokens: 20 } },
};
const BATCH = { custom_id: 'a', response: { status_code: 200, body: CHAT } };

const BATCH_INPUT = {
  custom_id: 'a',
  method: 'POST',
  url: '/v1/chat/completions',
  body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }], max_tokens: 100 },
};

/** The files that examples name, beside maps. */
const FILES: Readonly<Record<string, string>> = {
  'response.json': JSON.stringify(CHAT),
  'usage.csv': 'deployment,tokens_in,tokens_out\ngpt-4o,1200,300\n',
  'requests.jsonl': `${JSON.stringify({ ...CHAT, created: 1793620800 })}\n`,
  'logs/a.jsonl': `${JSON.stringify({ ...CHAT, created: 1793620800 })}\n`,
  'batch_output.jsonl': `${JSON.stringify(BATCH)}\n`,
  '.claude/projects/p/s.jsonl': `${JSON.stringify(SESSION)}\n`,
  'src/app.py': 'model = "gpt-4-0613"\n',
  'src/app.ts': "const model = 'gpt-4-0613';\n",
  'src/app.yaml': 'model: gpt-4-0613\n',
  '.env': 'MODEL=gpt-4o\n',
  'new.json': '{"tier":"flex"}\n',
  'prompt.md': 'Translate: hello\n',
  'chat.json': JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] }),
  'prompts/a.md': 'Translate: hello\n',
  'batch_input.jsonl': `${JSON.stringify(BATCH_INPUT)}\n`,
};
const SAMPLE = join(ROOT, 'fixtures/maps/sample.json');
const MAPS = ['old.json', 'new-map.json', 'older-map.json', 'my-map.json', 'model_prices.json'];

/** What must have been run in the same place before. */
const BEFORE: readonly (readonly [RegExp, string])[] = [
  [/lock --update|diff lock/, 'llmcost lock --models gpt-4o'],
  [/config allow$/, 'echo "{}" > llmcost.config.json'],
  [/allow \.\.\/llmcost\.lock/, 'echo "{}" > ../llmcost.lock.json'],
  [/review --stale/, 'llmcost review gpt-image-2 --source https://openai.com/api/pricing'],
];

/** An answer of these words is none. */
const NO_ANSWER = /No (?:model|offer|provider|mode) matches|No model can do|No request was found/;

class Place {
  readonly dir = mkdtempSync(join(tmpdir(), 'llmcost-examples-'));
  readonly #env: Readonly<Record<string, string>>;
  #runs = 0;

  constructor(env: Readonly<Record<string, string>>, maps: readonly [string, string]) {
    const project = join(this.dir, 'project');
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(project, name)), { recursive: true });
      writeFileSync(join(project, name), text);
    }
    cpSync(join(ROOT, 'fixtures/examples/requests.parquet'), join(project, 'usage/a.parquet'));
    writeFileSync(join(project, 'photo.png'), Buffer.from(PIXEL, 'base64'));
    const [older, newer] = maps;
    for (const name of MAPS) symlinkSync(name === 'new-map.json' ? newer : older, join(project, name));
    writeFileSync(join(project, 'model_prices.json.gz'), gzipSync(readFileSync(older)));
    execFileSync('git', ['init', '-q'], { cwd: project });
    execFileSync('git', ['add', '.'], { cwd: project });
    const bin = join(this.dir, 'llmcost');
    writeFileSync(bin, `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
    chmodSync(bin, 0o755);
    this.#env = {
      PATH: `${this.dir}:${process.env['PATH']}`,
      HOME: project,
      LLMCOST_CONFIG_DIR: join(this.dir, 'config'),
      ...env,
    };
  }

  /** Runs a line in a copy of the project of its own. */
  async run(line: string, cacheDir: string): Promise<Ended> {
    const parent = join(this.dir, String(this.#runs++));
    const cwd = join(parent, 'project');
    cpSync(join(this.dir, 'project'), cwd, { recursive: true, verbatimSymlinks: true });
    const env = { ...this.#env, HOME: cwd, LLMCOST_CACHE_DIR: cacheDir };
    for (const [asks, before] of BEFORE) if (asks.test(line)) await shell(before, cwd, env);
    const ended = await shell(asked(line), cwd, env);
    rmSync(parent, { recursive: true, force: true });
    return ended;
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** The line with the maps that are there; with a request where it is a server, and as a text where it is a screen. */
function asked(line: string): string {
  const request = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
  if (/^llmcost mcp\b/.test(line)) return `echo '${request}' | ${line}`;
  return line.replace('diff old.json new.json', 'diff old.json new-map.json').replace('--watch', '--agents');
}

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function shell(line: string, cwd: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((done) => {
    execFile('sh', ['-c', line], { cwd, env, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      done({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** What is wrong with how an example ended; nothing where it has an answer. */
function faultOf({ line, statuses }: Example, { status, stdout, stderr }: Ended): string | undefined {
  if (!statuses.includes(status)) return `exit ${status}: ${stderr}`;
  if (!/ > \S+$/.test(line) && stdout.trim() === '') return `no output: ${stderr}`;
  return NO_ANSWER.exec(stderr)?.[0];
}

const hasJq = (() => {
  try {
    execFileSync('jq', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** The price book has no history, is not fetched and was checked when it was built. */
const NEEDS_MAPS = /llmcost (sync|diff|history|lock|import)\b|validate$|--as-of|--previous/;

const CHANGES_CACHE = /cache (clear|prune)|llmcost (import|sync)/;

it('finds the examples', () => expect(examples.length).toBeGreaterThan(60));

describe('every example has an answer from the price book', () => {
  const place = new Place({ LLMCOST_OFFLINE: '1' }, [SAMPLE, SAMPLE]);
  afterAll(() => place.remove());
  const cacheDir = join(place.dir, 'cache');

  it.for(examples.filter(({ line }) => !NEEDS_MAPS.test(line)))('$line', async (example, context) => {
    if (example.line.includes('jq') && !hasJq) context.skip('jq is not installed');
    expect(faultOf(example, await place.run(example.line, cacheDir))).toBeUndefined();
  });
});

describe.skipIf(!HAS_SHARED_MAPS)(
  'every example has an answer from the whole map (skipped where it is absent)',
  () => {
    let server: MapServer;
    let place: Place;
    let filled: string;

    beforeAll(async () => {
      const [newer, older] = [sharedMapPath('2026-08-06'), sharedMapPath('2026-05-24')];
      server = await startMapServer(map(readFileSync(newer, 'utf8')));
      place = new Place({ LLMCOST_MAP_URL: server.url }, [older, newer]);
      filled = join(place.dir, 'filled');
      await place.run('llmcost import old.json --date 2026-05-24', filled);
      await place.run('llmcost sync', filled);
    });
    afterAll(async () => {
      place.remove();
      await server.close();
    });

    it.for(examples)('$line', async (example, context) => {
      if (example.line.includes('jq') && !hasJq) context.skip('jq is not installed');
      const isFresh = !CHANGES_CACHE.test(example.line);
      const cacheDir = isFresh ? filled : join(place.dir, 'cache');
      if (!isFresh) cpSync(filled, cacheDir, { recursive: true });
      expect(faultOf(example, await place.run(example.line, cacheDir))).toBeUndefined();
      if (!isFresh) rmSync(cacheDir, { recursive: true, force: true });
    });
  },
);
