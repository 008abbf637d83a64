/**
 * The two published maps, held against each other by this command and by jq. The jq program knows
 * nothing of the sources: it takes each field of each model, says by its name what it is, and counts.
 */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { asList, asObject, asText, field, type JsonObject } from '../../../../src/core/json.ts';
import { jsonOf, runCli } from '../../../helpers/run-cli.ts';
import { HAS_SHARED_MAPS, sharedMapPath } from '../../../helpers/shared-maps.ts';

const hasJq = spawnSync('jq', ['--version']).status === 0;
const [OLD, NEW] = (['2026-05-24', '2026-08-06'] as const).map(sharedMapPath);

const PROGRAM = String.raw`
  def models: with_entries(select((.value | type) == "object" and .key != "sample_spec" and .key != "fallback_generalizations"));
  def isprice: test("cost|price|pricing|multiplier|uplift|dbu|provider_specific_entry") and . != "web_search_billing_unit";
  def leaves: if type == "number" then {"": .}
              elif . == null then {}
              else . as $v | [paths(type == "number")] | map({key: (map(tostring) | join("/")), value: (. as $p | $v | getpath($p))}) | from_entries
              end;
  def differing($a; $b): [(($a + $b) | keys[]) | select($a[.] != $b[.])];
  ($old[0] | models) as $old | ($new[0] | models) as $new
  | [$new | keys[] | select($old[.] != null)] as $both
  | [ $both[] as $key | ($old[$key]) as $x | ($new[$key]) as $y
      | differing($x; $y)[] as $name | ($x[$name]) as $a | ($y[$name]) as $b
      | if ($name | isprice) then
          differing($a | leaves; $b | leaves) as $places
          | if ($places | length) == 0 then {key: $key, kind: "other"} else ($places[] | {key: $key, kind: "price", name: ($name + "/" + .)}) end
        elif ($name | test("^max_|^rpm$|^tpm$")) and ([$a, $b] | all(type == "number" or . == null)) then {key: $key, kind: "limit"}
        elif ($name | test("^supports_")) and ([$a, $b] | all(type == "boolean" or . == null)) then {key: $key, kind: "capability"}
        elif $name == "deprecation_date" then {key: $key, kind: "deprecation"}
        else {key: $key, kind: "other"} end
    ] as $changes
  | def count($kind): [$changes[] | select(.kind == $kind)] | length;
    {
      counts: {
        added: [$new | keys[] | select($old[.] == null)] | length,
        removed: [$old | keys[] | select($new[.] == null)] | length,
        changed: [$changes[].key] | unique | length,
        prices: count("price"), limits: count("limit"), capabilities: count("capability"),
        deprecations: count("deprecation"), otherFields: count("other")
      },
      added: [$new | keys[] | select($old[.] == null)],
      removed: [$old | keys[] | select($new[.] == null)],
      priced: [$changes[] | select(.kind == "price") | .key] | unique,
      input: [ $both[] as $key | ($old[$key].input_cost_per_token) as $a | ($new[$key].input_cost_per_token) as $b
               | select($a != $b) | {key: $key, before: $a, after: $b} ]
    }
`;

function askJq(): JsonObject {
  const args = ['-n', '--slurpfile', 'old', OLD ?? '', '--slurpfile', 'new', NEW ?? '', PROGRAM];
  const { stdout, stderr, status } = spawnSync('jq', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return asObject(JSON.parse(stdout)) ?? {};
}

const keysOf = (value: ReturnType<typeof field>) =>
  asList(value).map((item) => asText(field(asObject(item), 'model')));

describe.skipIf(!HAS_SHARED_MAPS || !hasJq)(
  'the published maps of May and August (skipped without them, or without jq)',
  () => {
    it('differ as jq counts it', async () => {
      const document = jsonOf(await runCli(['diff', OLD ?? '', NEW ?? '', '--json']));
      const changed = asList(field(document, 'changed')).flatMap((model): readonly JsonObject[] => {
        const object = asObject(model);
        return object === undefined ? [] : [object];
      });
      const priced = changed.filter((model) => asList(field(model, 'prices')).length > 0);
      const input = changed.flatMap((model) =>
        asList(field(model, 'prices')).flatMap((price) => {
          const [before, after] = ['before', 'after'].map(
            (side) => field(asObject(field(asObject(price), side)), 'usdPerUnit') ?? null,
          );
          const isInput = field(asObject(price), 'field') === 'input_cost_per_token';
          return isInput ? [{ key: field(model, 'model'), before, after }] : [];
        }),
      );
      expect({
        counts: field(document, 'counts'),
        added: keysOf(field(document, 'added')),
        removed: keysOf(field(document, 'removed')),
        priced: priced.map((model) => field(model, 'model')),
        input,
      }).toEqual(askJq());
    });

    it('differ in the cached image rate of the gpt-image family, which August lost', async () => {
      const { stdout, code } = await runCli([
        'diff',
        OLD ?? '',
        NEW ?? '',
        '--model',
        'gpt-image-2,gpt-image-1',
        '--prices-only',
        '--exit-code',
      ]);
      expect(code).toBe(1);
      expect(stdout.split('\n').slice(-6)).toEqual([
        'Price                              Before  After  Change',
        'gpt-image-1',
        '  Cached image input  $2.5000 / 1M tokens   none    gone',
        'gpt-image-2',
        '  Cached image input  $2.0000 / 1M tokens   none    gone',
        '',
      ]);
    });

    it('fit into a pull request, whole or shortened with a word about it', async () => {
      const { stdout } = await runCli(['diff', OLD ?? '', NEW ?? '', '--format', 'markdown']);
      expect(stdout.length).toBeLessThan(65_536);
      expect(stdout).toContain('<summary>Added (248 rows)</summary>');
      expect(stdout).toMatch(/\d+ rows more than fit here: `llmcost diff --json` has all\./);
    });
  },
);
