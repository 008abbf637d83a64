import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/core/errors.ts';
import { filesIn, filesMatching } from '../../../src/usage/logs/find-files.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'llmcost-files-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), '');
  }
}

const matching = (pattern: string) => filesMatching(pattern, dir).map((path) => relative(dir, path));
const all = () => filesIn(dir).map((path) => relative(dir, path));

describe('a pattern', () => {
  beforeEach(() =>
    write('x.jsonl', 'y.jsonl', 'a/b/x.jsonl', 'a/x.jsonl', 'c/x.jsonl', '.h/x.jsonl', 'c/x.txt'),
  );

  it.each([
    ['*.jsonl', ['x.jsonl', 'y.jsonl']],
    ['?.jsonl', ['x.jsonl', 'y.jsonl']],
    ['[x-y].jsonl', ['x.jsonl', 'y.jsonl']],
    ['[!x].jsonl', ['y.jsonl']],
    ['[z-a].jsonl', []],
    ['[', []],
    ['{x,z}.jsonl', ['x.jsonl']],
    ['{a/b,c}/x.jsonl', ['a/b/x.jsonl', 'c/x.jsonl']],
    ['{a,.}/x.jsonl', ['a/x.jsonl', 'x.jsonl']],
    ['{a,{c,a/b}}/x.{jsonl,txt}', ['a/b/x.jsonl', 'a/x.jsonl', 'c/x.jsonl', 'c/x.txt']],
    ['{x,x,?}.jsonl', ['x.jsonl', 'y.jsonl']],
    ['{,a/}x.jsonl', ['a/x.jsonl', 'x.jsonl']],
    ['{a,c}/**/x.jsonl', ['a/b/x.jsonl', 'a/x.jsonl', 'c/x.jsonl']],
    ['*/x.*', ['.h/x.jsonl', 'a/x.jsonl', 'c/x.jsonl', 'c/x.txt']],
    ['**/b/*', ['a/b/x.jsonl']],
    ['a/**', ['a/b/x.jsonl', 'a/x.jsonl']],
    ['./*.jsonl', ['x.jsonl', 'y.jsonl']],
    ['a/../*.jsonl', ['x.jsonl', 'y.jsonl']],
    ['************.jsonl', ['x.jsonl', 'y.jsonl']],
  ])('%s finds %j', (pattern, names) => {
    expect(matching(pattern)).toEqual(names);
  });

  it('may be a whole path, and lead above the working directory', () => {
    const names = [join(dir, 'a/b/x.jsonl')];
    expect(filesMatching(join(dir, 'a/b/*'), dir)).toEqual(names);
    expect(filesMatching('../b/*', join(dir, 'a/b'))).toEqual(names);
    expect(filesMatching('../../*/b/*', join(dir, 'a/b'))).toEqual(names);
  });

  it('takes the other marks of a shell for characters of names', () => {
    write('!(x).1', '(x|y).1', '+(x).1', '@(x).1', '!x.1', 'x.1');
    expect(matching('!x.?')).toEqual(['!x.1']);
    expect(matching('!(x).?')).toEqual(['!(x).1']);
    expect(matching('(x|y).?')).toEqual(['(x|y).1']);
    expect(matching('+(x).?')).toEqual(['+(x).1']);
    expect(matching('@(x).?')).toEqual(['@(x).1']);
  });

  it.each([
    ['*a*a*a*a*a*a*a*a*a*a*a*a*b', 'it has more than 3 wildcards in a name'],
    ['*a*a*a*a', 'it has more than 3 wildcards in a name'],
    ['**/a/**/a/**/a', 'it has ** more than 2 times'],
    ['{a,aa}'.repeat(7), 'its braces make more than 64 patterns'],
    ['{a,aa}'.repeat(600), 'its braces make more than 64 patterns'],
    [`{${',a'.repeat(2000)}}`, 'its braces make more than 64 patterns'],
    ['{a'.repeat(10), 'it has more than 3 wildcards in a name'],
  ])('that would take too long is refused: %s', (pattern, reason) => {
    write('a'.repeat(200));
    expect(() => matching(pattern)).toThrow(UsageError);
    expect(() => matching(pattern)).toThrow(reason);
  });

  it('with as many as are allowed ends soon, whatever names there are', () => {
    write(...Array.from({ length: 20 }, (_each, at) => `${'a'.repeat(200)}${at}`));
    const start = process.cpuUsage();
    expect(matching('*a*a*!')).toEqual([]);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(10);
  });

  it('of a hundred thousand characters is no bug', () => {
    expect(() => matching(`*${'x'.repeat(1e5)}`)).toThrow(UsageError);
    expect(() => matching(`[${'x'.repeat(1e5)}`)).toThrow(UsageError);
  });
});

describe('a directory', () => {
  it('gives its files in the order of their names, hidden ones too', () => {
    write('b.jsonl', 'a-b.jsonl', 'a/x.jsonl', '.h/x.jsonl', 'a/.y.jsonl', '[a]/{b}/(c).jsonl');
    expect(all()).toEqual([
      '.h/x.jsonl',
      '[a]/{b}/(c).jsonl',
      'a/.y.jsonl',
      'a/x.jsonl',
      'a-b.jsonl',
      'b.jsonl',
    ]);
  });

  it('may have a name that is a pattern', () => {
    write('[a-c]/{x,y}*/1.jsonl', 'b/x/2.jsonl', '!n/3.jsonl', '+(q)/4.jsonl');
    const inside = (name: string) => filesIn(join(dir, name)).map((path) => relative(dir, path));
    expect(inside('[a-c]')).toEqual(['[a-c]/{x,y}*/1.jsonl']);
    expect(inside('[a-c]/{x,y}*')).toEqual(['[a-c]/{x,y}*/1.jsonl']);
    expect(inside('!n')).toEqual(['!n/3.jsonl']);
    expect(inside('+(q)')).toEqual(['+(q)/4.jsonl']);
  });

  it('gives links to files, and follows none to directories: they may lead back up, or out', () => {
    write('a/x.jsonl');
    symlinkSync('a/x.jsonl', join(dir, 'link.jsonl'));
    symlinkSync('.', join(dir, 'self'));
    symlinkSync('/', join(dir, 'root'));
    symlinkSync('loop', join(dir, 'loop'));
    symlinkSync('nowhere', join(dir, 'nowhere'));
    symlinkSync('/dev/zero', join(dir, 'zero.jsonl'));
    spawnSync('mkfifo', [join(dir, 'pipe.jsonl')]);
    expect(all()).toEqual(['a/x.jsonl', 'link.jsonl']);
    expect(matching('**/*.jsonl')).toEqual(['a/x.jsonl', 'link.jsonl']);
  });

  it.skipIf(process.getuid?.() === 0)('that cannot be read is refused', () => {
    write('a/x.jsonl');
    chmodSync(join(dir, 'a'), 0);
    expect(all).toThrow(`${join(dir, 'a')} cannot be read: permission was denied.`);
    chmodSync(join(dir, 'a'), 0o755);
  });
});
