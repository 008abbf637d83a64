import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asList, asObject, field } from '../../../../src/core/json.ts';
import { map, startMapServer, type MapServer } from '../../../helpers/map-server.ts';
import { jsonOf, makeCliHome, type CliHome, type CliOptions } from '../../../helpers/run-cli.ts';

/** A map large enough to be one, with these models on top. */
function mapWith(models: Readonly<Record<string, object>>): string {
  const others = Array.from({ length: 60 }, (_, index) => [
    `tern-${index}`,
    { litellm_provider: 'shorebird' },
  ]);
  return JSON.stringify({ ...Object.fromEntries(others), ...models }, null, 1);
}

const OLD = mapWith({
  'plover-1': { litellm_provider: 'wader', mode: 'chat', input_cost_per_token: 1e-6, max_tokens: 4096 },
  'plover-2': { litellm_provider: 'wader', mode: 'chat', input_cost_per_token: 1e-6, supports_vision: true },
  'gull-1': { litellm_provider: 'seabird', mode: 'chat', input_cost_per_token: 4e-6 },
});
const NEW = mapWith({
  'plover-1': { litellm_provider: 'wader', mode: 'chat', input_cost_per_token: 1.05e-6, max_tokens: 8192 },
  'plover-2': {
    litellm_provider: 'wader',
    mode: 'chat',
    input_cost_per_token: 2e-6,
    deprecation_date: '2027-01-31',
    source: 'https://wader.example',
  },
  'plover|3': { litellm_provider: 'wader', mode: 'chat', input_cost_per_token: 5e-6 },
});
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let home: CliHome;
let server: MapServer;

beforeEach(async () => {
  home = makeCliHome();
  server = await startMapServer(map(OLD));
  home.write('old.json', OLD);
  home.write('new.json', NEW);
});

afterEach(async () => {
  await server.close();
  home.remove();
});

const online = (more: CliOptions = {}): CliOptions => ({
  ...more,
  env: { LLMCOST_OFFLINE: undefined, LLMCOST_MAP_URL: server.url, ...more.env },
});
const diff = (...args: readonly string[]) => home.run(['diff', ...args], online());

async function modelsChanged(...args: readonly string[]): Promise<readonly unknown[]> {
  const document = jsonOf(await diff(...args, '--json'));
  return asList(field(document, 'changed')).map((model) => field(asObject(model), 'model'));
}

describe('llmcost diff', () => {
  it('shows what came, what went and what changed', async () => {
    const { stdout, stderr, code } = await diff('old.json', 'new.json');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`1 model added, 1 removed, 2 changed.
  Before   old.json (63 models, SHA-256 ${sha256(OLD).slice(0, 12)})
  After    new.json (63 models, SHA-256 ${sha256(NEW).slice(0, 12)})
  Changed  2 prices, 1 limit, 1 capability, 1 deprecation date, 1 other field

Added (1)
Model     Provider  Mode                Input  Output
plover|3  wader     chat  $5.0000 / 1M tokens     N/A

Removed (1)
Model   Provider  Mode                Input  Output
gull-1  seabird   chat  $4.0000 / 1M tokens     N/A

Prices
Price     Before                After  Change
plover-1
  Input  $1.0000  $1.0500 / 1M tokens     +5%
plover-2
  Input  $1.0000  $2.0000 / 1M tokens   +100%

Limits
Limit     Before  After  Change
plover-1
  tokens   4,096  8,192   +100%

Capabilities
plover-2
  no longer: vision

Deprecation
Model     Before  After
plover-2  none    2027-01-31

Other fields
Field   Models
source       1
`);
  });

  it('writes Markdown for a pull request, prices first', async () => {
    const { stdout } = await diff('old.json', 'new.json', '--format', 'markdown');
    expect(stdout).toBe(`### Cost map: old.json → new.json

1 model added, 1 removed, 2 changed: 2 prices, 1 limit, 1 capability, 1 deprecation date, 1 other field.

SHA-256 \`${sha256(OLD).slice(0, 12)}\` → \`${sha256(NEW).slice(0, 12)}\`

#### Prices

| Model | Price | Before | After | Change |
| --- | --- | ---: | ---: | ---: |
| plover-1 | Input | $1.0000 | $1.0500 / 1M tokens | +5% |
| plover-2 | Input | $1.0000 | $2.0000 / 1M tokens | +100% |

#### Deprecation

| Model | Before | After |
| --- | --- | --- |
| plover-2 | none | 2027-01-31 |

#### Removed

| Model | Provider | Mode | Input | Output |
| --- | --- | --- | ---: | ---: |
| gull-1 | seabird | chat | $4.0000 / 1M tokens | N/A |

#### Added

| Model | Provider | Mode | Input | Output |
| --- | --- | --- | ---: | ---: |
| plover\\|3 | wader | chat | $5.0000 / 1M tokens | N/A |

#### Limits

| Model | Limit | Before | After | Change |
| --- | --- | ---: | ---: | ---: |
| plover-1 | tokens | 4096 | 8192 | +100% |

#### Capabilities

| Model | Change |
| --- | --- |
| plover-2 | no longer: vision |

#### Other fields

| Field | Models |
| --- | ---: |
| source | 1 |
`);
  });

  it('writes one line a difference as CSV', async () => {
    const { stdout } = await diff('old.json', 'new.json', '--format', 'csv');
    expect(stdout.split('\r\n')).toEqual([
      'kind,model,provider,field,before,after,percent',
      'added,plover|3,wader,,,,',
      'removed,gull-1,seabird,,,,',
      'price,plover-1,wader,input_cost_per_token,0.000001,0.00000105,5',
      'limit,plover-1,wader,max_tokens,4096,8192,100',
      'price,plover-2,wader,input_cost_per_token,0.000001,0.000002,100',
      'capability,plover-2,wader,supports_vision,true,,',
      'deprecation,plover-2,wader,deprecation_date,,2027-01-31,',
      'other,plover-2,wader,source,,,',
      '',
    ]);
  });

  it.each([
    [[], 1],
    [['--model', 'plover-1'], 1],
    [['--provider', 'shorebird'], 0],
    [['--provider', 'seabird'], 1],
    [['--provider', 'seabird', '--prices-only'], 0],
    [['--min-change', '5%', '--prices-only', '--model', 'plover-1'], 1],
    [['--min-change', '5.01%', '--prices-only', '--model', 'plover-1'], 0],
    [['--min-change', '5.01', '--model', 'plover-1'], 1],
  ])('with --exit-code and %j ends with %s', async (flags, code) => {
    expect((await diff('old.json', 'new.json', '--exit-code', ...flags)).code).toBe(code);
    expect((await diff('old.json', 'old.json', '--exit-code', ...flags)).code).toBe(0);
  });

  it('says that nothing differs', async () => {
    const { stdout, code } = await diff('old.json', './old.json');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^No differences\.\n/);
  });

  it('takes names of models as every command does, and patterns', async () => {
    const files = ['old.json', 'new.json'];
    expect(await modelsChanged(...files, '--model', 'PLOVER-2')).toEqual(['plover-2']);
    expect(await modelsChanged(...files, '--model', 'wader/plover-2')).toEqual(['plover-2']);
    expect(await modelsChanged(...files, '--model', 'plover*')).toEqual(['plover-1', 'plover-2']);
    expect(await modelsChanged(...files, '--model', 'gull-1')).toEqual([]);
    const miss = await diff(...files, '--model', 'plovr-2');
    expect(miss.code).toBe(3);
    expect(miss.stderr).toContain('plover-2');
  });
});

describe('its maps', () => {
  async function sides(...args: readonly string[]): Promise<readonly unknown[]> {
    const document = jsonOf(await diff(...args, '--json'));
    return ['before', 'after'].map((side) => field(asObject(field(document, side)), 'sha256'));
  }

  it('are the previous and the current one if nobody names any', async () => {
    await home.run(['sync'], online());
    const alone = await diff();
    expect(alone.code).toBe(5);
    expect(alone.stderr).toMatch(
      /^llmcost: There is no map before the current one: the history has one map, of \d/,
    );
    server.answer(map(NEW));
    await home.run(['sync'], online());
    expect(await sides()).toEqual([sha256(OLD), sha256(NEW)]);
    expect(await sides('old.json')).toEqual([sha256(OLD), sha256(NEW)]);
    expect(await sides('current', 'previous')).toEqual([sha256(NEW), sha256(OLD)]);
    expect(await sides(sha256(OLD).slice(0, 8), sha256(NEW).slice(0, 8).toUpperCase())).toEqual([
      sha256(OLD),
      sha256(NEW),
    ]);
    expect(await sides(server.url, 'old.json')).toEqual([sha256(NEW), sha256(OLD)]);
  });

  it('are those of days', async () => {
    await home.run(['import', 'old.json', '--date', '2026-05-24'], online());
    await home.run(['import', 'new.json', '--date', '2026-08-06'], online());
    expect(await sides('2026-05-24', '2026-08-06')).toEqual([sha256(OLD), sha256(NEW)]);
    expect(await sides('2026-08-05', '2026-08-06T00:00Z')).toEqual([sha256(OLD), sha256(NEW)]);
    const { stdout } = await diff('2026-05-24', '2026-08-06');
    expect(stdout).toContain(`  Before   2026-05-24 from ${server.url} (63 models`);
    expect(server.asked).toEqual([]);
  });

  it.each([
    [['2026-05-23', 'new.json'], 5, 'There is no history of the map yet.'],
    [['2026-02-30', 'new.json'], 2, '2026-02-30 is in no calendar.'],
    [['2999-01-01', 'new.json'], 2, '2999-01-01 is still to come.'],
    [
      ['abcdef', 'new.json'],
      5,
      'No map in the history has a SHA-256 that begins with abcdef, and there is no such file.',
    ],
    [['none.json', 'new.json'], 5, 'The map could not be read from none.json: there is no such file.'],
    [['lock', 'new.json'], 5, 'There is no lock in this directory or above it.'],
    [['old.json', 'new.json', '--min-change', 'much'], 2, '--min-change must be a percentage, not "much".'],
    [['ftp://maps.example/m.json', 'new.json'], 2, 'A map cannot be read from ftp://.'],
  ])('%j end with %s: %s', async (args, code, message) => {
    const ended = await diff(...args);
    expect(ended.stderr).toContain(`llmcost: ${message}\n`);
    expect(ended.code).toBe(code);
  });

  it('that begin alike have to be named at greater length', async () => {
    // Two texts whose hashes begin with the same four digits, found by trying.
    const found = new Map<string, string>();
    let pair: readonly string[] = [];
    for (let index = 0; pair.length === 0; index += 1) {
      const text = mapWith({ extra: { litellm_provider: `p${index}` } });
      const prefix = sha256(text).slice(0, 4);
      const other = found.get(prefix);
      if (other !== undefined) pair = [other, text];
      found.set(prefix, text);
    }
    for (const [index, text] of pair.entries()) {
      home.write(`${index}.json`, text);
      await home.run(['import', `${index}.json`, '--date', `2026-01-0${index + 1}`], online());
    }
    const prefix = sha256(pair[0] ?? '').slice(0, 4);
    const ended = await diff(prefix, 'new.json');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(`2 maps have a SHA-256 that begins with ${prefix}.`);
  });
});
