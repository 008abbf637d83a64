import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MANIFEST, replaceSite } from '../../../../src/cli/commands/site/directory.ts';
import { UsageError } from '../../../../src/core/errors.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'llmcost-site-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const deps = () => ({ cwd: dir, now: () => new Date() });

/** Writes a site of these files; the manifest is one of every site. */
const write = (name: string, files: Readonly<Record<string, string>>) =>
  replaceSite(name, deps(), (site) => {
    for (const [file, text] of Object.entries({ [MANIFEST]: '{}', ...files })) site.write(file, text);
  });

function put(file: string, text = 'mine') {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
}

const text = (file: string) => readFileSync(join(dir, file), 'utf8');

describe('the directory of a site', () => {
  it('is made with its parents, and holds nothing else', () => {
    write('a/b/site', { 'index.html': 'list', 'models/x.html': 'x' });
    expect(readdirSync(join(dir, 'a/b'))).toEqual(['site']);
    expect(readdirSync(join(dir, 'a/b/site'))).toEqual(['index.html', MANIFEST, 'models']);
    expect(text('a/b/site/models/x.html')).toBe('x');
  });

  it('may be an empty one, or a former site, of which nothing is left', () => {
    mkdirSync(join(dir, 'site'));
    write('site', { 'index.html': 'first', 'models/gone.html': 'x' });
    write('site', { 'index.html': 'second', 'models/new.html': 'x' });
    expect(readdirSync(join(dir, 'site/models'))).toEqual(['new.html']);
    expect(text('site/index.html')).toBe('second');
    expect(readdirSync(dir)).toEqual(['site']);
  });

  it('keeps the former site where the new one fails half-way', () => {
    write('site', { 'index.html': 'first' });
    const fail = () =>
      replaceSite('site', deps(), (site) => {
        site.write('index.html', 'second');
        throw new Error('the disk is full');
      });
    expect(fail).toThrow('the disk is full');
    expect(text('site/index.html')).toBe('first');
    expect(readdirSync(dir)).toEqual(['site']);
  });

  it.each([
    ['site/notes.txt', 'site is not empty, and no site that llmcost made.'],
    ['site/index.html', 'site is not empty, and no site that llmcost made.'],
    ['site', 'site is not a directory.'],
  ])('is refused where %s is there', (file, message) => {
    put(file);
    expect(() => write('site', {})).toThrow(message);
    expect(text(file)).toBe('mine');
  });

  it.each(['CNAME', '.git/HEAD', 'models/notes.txt'])(
    'is refused where a former site has %s beside it',
    (file) => {
      write('site', { 'index.html': 'first' });
      put(`site/${file}`);
      const named = file.startsWith('.git') ? '.git' : file;
      expect(() => write('site', {})).toThrow(
        `site holds ${named}, which is no part of the site and would be lost.`,
      );
      expect(text(`site/${file}`)).toBe('mine');
      expect(text('site/index.html')).toBe('first');
    },
  );

  it('is never the one that somebody works in, or one above it', () => {
    for (const name of ['.', '..', dir, '/']) {
      expect(() => write(name, {})).toThrow('holds the directory that you are in');
    }
    write('inner', {});
    const inner = { cwd: join(dir, 'inner'), now: () => new Date() };
    expect(() => replaceSite('../inner', inner, () => undefined)).toThrow(UsageError);
    // A sibling whose name begins alike is another directory.
    replaceSite('../inner2', inner, () => undefined);
  });

  it('may be behind a link, which stays', () => {
    mkdirSync(join(dir, 'real'));
    symlinkSync('real', join(dir, 'site'));
    write('site', { 'index.html': 'first' });
    write('site', { 'index.html': 'second' });
    expect(text('real/index.html')).toBe('second');
    expect(readdirSync(dir)).toEqual(['real', 'site']);
  });

  it('says in words why it cannot be written', () => {
    put('file');
    expect(() => write('file/site', {})).toThrow(
      'file/site cannot be written: a part of the path is not a directory.',
    );
  });

  it.skipIf(process.platform !== 'linux')(
    'is refused where nothing can be made, and is not tried for ever',
    () => {
      expect(() => write('/proc/site', {})).toThrow(
        '/proc/site cannot be written: a part of the path leads nowhere.',
      );
    },
  );

  it('loses what a killed run left beside it, when that is old', () => {
    put('.site.llmcost-new-1/models/x.html');
    put('.site.llmcost-new-2/models/x.html');
    const old = new Date(Date.now() - 2 * 3600 * 1000);
    utimesSync(join(dir, '.site.llmcost-new-1'), old, old);
    write('site', {});
    expect(readdirSync(dir)).toEqual(['.site.llmcost-new-2', 'site']);
  });
});
