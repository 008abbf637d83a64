import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SCHEMA_VERSION } from '../../src/cli/document.ts';
import { asObject, parseJson, type JsonObject } from '../../src/core/json.ts';
import { jsonSchemaOf, SCHEMA_NAMES } from '../../src/cli/schemas/index.ts';
import { breaksIn, outlineOf, shortHash, type Outline } from './outline.ts';
import { readRecord, writeRecord, type ContractRecord } from './record.ts';

/**
 * The contract of the last release stands in released.txt. What differs from it must stand in the
 * change log under Unreleased, and what breaks it needs a higher SCHEMA_VERSION. After a release
 * `LLMCOST_RECORD_CONTRACT=1 npx vitest run test/contract` records the new one.
 */
const RECORD = fileURLToPath(new URL('released.txt', import.meta.url));
const CHANGELOG = fileURLToPath(new URL('../../CHANGELOG.md', import.meta.url));

const changelog = existsSync(CHANGELOG) ? readFileSync(CHANGELOG, 'utf8') : '';
const release = /^## \[?(\d+\.\d+\.\d+)/m.exec(changelog)?.[1] ?? null;
const unreleased = /^## \[?Unreleased\]?.*?$(.*?)(?=^## |(?![^]))/ims.exec(changelog)?.[1] ?? '';

const now: ReadonlyMap<string, Outline> = new Map(
  SCHEMA_NAMES.map((name) => [name, outlineOf(asJson(jsonSchemaOf(name)))]),
);
const recorded = recordedContract();

function recordedContract(): ContractRecord {
  const before = existsSync(RECORD) ? readRecord(readFileSync(RECORD, 'utf8')) : undefined;
  const isWanted = process.env['LLMCOST_RECORD_CONTRACT'] === '1';
  // What was released stays as it was; before the first release there is nothing to hold on to.
  if (before !== undefined && (!isWanted || (release !== null && before.release === release))) return before;
  const record = { release, schemaVersion: SCHEMA_VERSION, outlines: now };
  writeFileSync(RECORD, writeRecord(record));
  return record;
}

function asJson(schema: object): JsonObject {
  return asObject(parseJson(JSON.stringify(schema))) ?? {};
}

describe('the contract', () => {
  it('is recorded as it was at the newest release of the change log', () => {
    expect(recorded.release, 'record it: LLMCOST_RECORD_CONTRACT=1 npx vitest run test/contract').toBe(
      release,
    );
  });

  it('changes after a release only with a line in the change log', () => {
    if (release === null) return;
    const names = new Set([...recorded.outlines.keys(), ...now.keys()]);
    const missing = [...names].flatMap((name) => {
      const outline = now.get(name) ?? new Map();
      const hash = shortHash(outline);
      if (shortHash(recorded.outlines.get(name) ?? new Map()) === hash) return [];
      const isSaid = unreleased
        .split('\n')
        .some((line) => line.includes(`schema ${name}\``) && line.includes(hash));
      return isSaid ? [] : [`- \`llmcost schema ${name}\` (${hash}): …`];
    });
    expect(missing, 'these lines are missing under Unreleased').toEqual([]);
  });

  it('breaks only with a higher schemaVersion', () => {
    if (release === null || recorded.schemaVersion < SCHEMA_VERSION) return;
    const breaks = [...recorded.outlines].flatMap(([name, before]) =>
      breaksIn(before, now.get(name) ?? new Map()).map((what) => `${name}: ${what}`),
    );
    expect(breaks, 'SCHEMA_VERSION in src/cli/document.ts must go up').toEqual([]);
  });

  it('is written down and read again without a change', () => {
    const record = { release: '1.2.3', schemaVersion: 7, outlines: now };
    expect(readRecord(writeRecord(record))).toEqual(record);
  });
});

describe('an outline', () => {
  const schema = (
    properties: JsonObject,
    required: readonly string[] = Object.keys(properties),
  ): JsonObject => {
    return { type: 'object', properties, required };
  };
  const outline = (properties: JsonObject, required?: readonly string[]) =>
    outlineOf(schema(properties, required));

  it('has a line for each place of a document', () => {
    const item = schema({
      usd: { type: ['number', 'null'] },
      unit: { enum: ['page', 'image'], type: 'string' },
    });
    const names = { type: 'object', additionalProperties: { type: 'boolean' } };
    expect([
      ...outline({ lines: { type: 'array', items: item }, names, note: {} }, ['lines', 'names']),
    ]).toEqual([
      ['(whole)', 'object'],
      ['lines', 'list'],
      ['lines[]', 'object'],
      ['lines[].unit', 'text (image, page)'],
      ['lines[].usd', 'null | number'],
      ['names', 'object'],
      ['names{}', 'boolean'],
      ['note?', 'anything'],
    ]);
  });

  it.each<[string, JsonObject, readonly string[], readonly string[]]>([
    ['a field that is gone', { b: { type: 'number' } }, ['b'], ['a is gone']],
    ['a field of another type', { a: { type: 'number' } }, ['a'], ['a was text (x) and is number']],
    [
      'a field that may be null',
      { a: { type: ['string', 'null'] } },
      ['a'],
      ['a was text (x) and is null | text'],
    ],
    ['a field that may be absent', { a: { type: 'string' } }, [], ['a is gone']],
    ['a new field', { a: { type: 'string', const: 'x' }, b: { type: 'number' } }, ['a', 'b'], []],
    ['a further word', { a: { type: 'string', enum: ['x', 'y'] } }, ['a'], []],
  ])('tells what breaks: %s', (_what, properties, required, breaks) => {
    const before = outline({ a: { type: 'string', const: 'x' } });
    expect(breaksIn(before, outline(properties, required))).toEqual(breaks);
  });

  it('has a hash that any change changes', () => {
    const before = outline({ a: { type: 'string', enum: ['x'] } });
    expect(shortHash(outline({ a: { type: 'string', enum: ['x', 'y'] } }))).not.toBe(shortHash(before));
    expect(shortHash(outline({ a: { type: 'string', enum: ['x'], description: 'x' } }))).toBe(
      shortHash(before),
    );
  });
});
