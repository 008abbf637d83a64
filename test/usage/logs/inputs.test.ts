import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findInputs } from '../../../src/usage/logs/inputs.ts';
import { makeHome } from '../../helpers/home.ts';

const home = makeHome();
const { dir } = home;

beforeAll(() => {
  mkdirSync(join(dir, 'logs'));
  writeFileSync(join(dir, 'logs', 'a.jsonl'), '{}\n');
  symlinkSync('logs/a.jsonl', join(dir, 'link.jsonl'));
  symlinkSync('logs', join(dir, 'same'));
  linkSync(join(dir, 'logs', 'a.jsonl'), join(dir, 'hard.jsonl'));
});
afterAll(() => home.remove());

function namesOf(...paths: readonly string[]): readonly string[] {
  const { inputs } = findInputs({ paths, agents: [], anyAgent: false }, home.deps());
  return inputs.map(({ name }) => name);
}

describe('a file that is named several times', () => {
  it('is read once, by the name that came first', () => {
    expect(namesOf('logs/a.jsonl', './logs/a.jsonl', 'link.jsonl', 'same/a.jsonl', 'logs')).toEqual([
      'logs/a.jsonl',
    ]);
    expect(namesOf('link.jsonl', 'logs')).toEqual(['link.jsonl']);
  });

  it('is another file where it is a hard link, which is told to be a copy when it is read', () => {
    expect(namesOf('logs/a.jsonl', 'hard.jsonl')).toEqual(['logs/a.jsonl', 'hard.jsonl']);
  });

  it('may be standard input', () => {
    expect(namesOf('-', 'logs', '-')).toEqual(['-', join('logs', 'a.jsonl')]);
  });
});
