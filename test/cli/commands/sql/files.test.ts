import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFiles } from '../../../../src/cli/commands/sql/files.ts';

describe('writing a script and its tables', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'llmcost-sql-'));
    writeFileSync(join(dir, 'a.csv'), 'old\n');
  });
  afterEach(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  it('replaces what is there, and leaves nothing else', () => {
    const paths = writeFiles(dir, [
      ['a.csv', ['x', '1']],
      ['llmcost.sql', ['SELECT 1;']],
    ]);
    expect(paths).toEqual([join(dir, 'a.csv'), join(dir, 'llmcost.sql')]);
    expect(readFileSync(join(dir, 'a.csv'), 'utf8')).toBe('x\n1\n');
    expect(readdirSync(dir).sort()).toEqual(['a.csv', 'llmcost.sql']);
  });

  it('writes nothing where one of them fails', () => {
    function* failing(): Iterable<readonly [string, readonly string[]]> {
      yield ['a.csv', ['new']];
      throw new Error('no price');
    }
    expect(() => writeFiles(dir, failing())).toThrow('no price');
    mkdirSync(join(dir, 'llmcost.sql'));
    const files = [['a.csv', ['new']] as const, ['llmcost.sql', ['SELECT 1;']] as const];
    expect(() => writeFiles(dir, files)).toThrow('llmcost.sql cannot be written: it is a directory.');
    expect(readFileSync(join(dir, 'a.csv'), 'utf8')).toBe('old\n');
    expect(readdirSync(dir).sort()).toEqual(['a.csv', 'llmcost.sql']);
  });

  it('says what is in the way of a directory', () => {
    expect(() => writeFiles(join(dir, 'a.csv'), [])).toThrow(/a\.csv cannot be written: .+\./);
  });
});
