import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { MapUnavailableError } from '../../src/core/errors.ts';
import { Vocabularies } from '../../src/tokens/vocabulary-file.ts';

const BUILT = fileURLToPath(new URL('../../dist/vocabularies/p50k_base.br', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'llmcost-vocabulary-'));
const file = join(dir, 'vocabularies/p50k_base.br');
mkdirSync(join(dir, 'vocabularies'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const count = () => new Vocabularies(dir).counter('p50k_base').count('hello world');

it('a whole vocabulary counts', () => {
  copyFileSync(BUILT, file);
  expect(count()).toBe(2);
});

it.each([
  ['is not there', undefined],
  ['is empty', () => Buffer.alloc(0)],
  ['is cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ['has another checksum', (bytes: Buffer) => flipped(bytes, 1)],
  ...[100, 5000, 50_000, 90_000].map(
    (at) => [`has a flipped bit at ${at}`, (bytes: Buffer) => flipped(bytes, at)] as const,
  ),
] as const)('one that %s is refused in a sentence', (_what, damage) => {
  rmSync(file, { force: true });
  if (damage !== undefined) writeFileSync(file, damage(readFileSync(BUILT)));
  expect(count).toThrow(MapUnavailableError);
  expect(count).toThrow(/p50k_base\.br is missing or damaged \(.+\)\./);
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 4, at);
  return copy;
}
