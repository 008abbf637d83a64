import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { COMMAND_NAMES, COMMANDS } from '../../src/cli/commands.ts';
import { commandHelp, rootHelp, startHelp, type CommandHelp } from '../../src/cli/help/help-text.ts';
import { manual } from '../../src/cli/help/manual.ts';
import { SPECS } from '../../src/cli/specs.ts';
import { describe as describeCommand } from '../../src/cli/program.ts';
import { BIN, makeCliHome } from '../helpers/run-cli.ts';
import { transcript } from '../helpers/transcript.ts';

const home = makeCliHome();
afterAll(() => home.remove());

const HELPS: readonly CommandHelp[] = await Promise.all(
  COMMAND_NAMES.map(async (name) => describeCommand(name, await SPECS[name]())),
);

/** What a terminal shows without scrolling. */
const SCREEN = { lines: 45, columns: 80 };

describe.each(HELPS.map((help) => [help.name, help] as const))('the help of %s', (_name, help) => {
  const text = commandHelp(help);
  const lines = text.trimEnd().split('\n');

  test('fits a screen', () => {
    expect(lines.length).toBeLessThanOrEqual(SCREEN.lines);
    const example = (line: string) => help.examples.includes(line.trim());
    expect(lines.filter((line) => line.length > SCREEN.columns && !example(line))).toEqual([]);
  });

  test('names every flag, and explains every flag with --all', () => {
    const flags = help.groups.flatMap(({ flags }) => flags);
    expect(flags.filter((flag) => !text.includes(flag.flags.replace(' <n>', '')))).toEqual([]);
    const all = commandHelp(help, true).replace(/\s+/g, ' ');
    expect(flags.filter(({ description }) => !all.includes(description.replace(/\s+/g, ' ')))).toEqual([]);
  });

  test('shows examples before flags, each of this very command', () => {
    expect(text.indexOf('Examples:')).toBeLessThan(text.indexOf('Usage:'));
    expect(help.examples.filter((example) => !example.includes(`llmcost ${help.name}`))).toEqual([]);
  });
});

test('the list of commands names each of them, and fits a screen', () => {
  const lines = rootHelp().trimEnd().split('\n');
  expect(
    Object.keys(COMMANDS).filter((name) => !lines.some((line) => line.startsWith(`  ${name} `))),
  ).toEqual([]);
  expect(lines.length).toBeLessThanOrEqual(55);
  expect(lines.filter((line) => line.length > SCREEN.columns)).toEqual([]);
});

test('the bare command says where to start, with commands that exist', () => {
  const named = [...startHelp().matchAll(/^ {2}llmcost (\w+)/gm)].map(([, name = '']) => name);
  expect(named).toHaveLength(4);
  expect(named.filter((name) => !Object.hasOwn(COMMANDS, name))).toEqual([]);
});

test('help and mistakes read like this', async () => {
  const lines = [
    [],
    ['help', 'estimate'],
    ['show', '--help'],
    ['help', 'cache', '--all'],
    ['shwo', 'gpt-4o'],
    ['gpt-4o', '--json'],
    ['gpt-4o'],
    ['--json', 'show', 'gpt-4o'],
    ['--verbose'],
    ['help', 'shwo'],
    ['estimate', 'gpt-4o', '--inptu', '5'],
    ['something', 'else'],
  ];
  await expect(await transcript(home, 'help', lines)).toMatchFileSnapshot('transcripts/help.md');
});

test.each([['--version'], ['-V'], ['-v']])('%s prints the version alone', async (flag) => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await home.run([flag])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
});

describe('the manual', () => {
  const page = manual(HELPS, '1.2.3');

  test('has every command, every flag and the version', () => {
    const words = page.replaceAll('\\-', '-').replaceAll('\\(aq', "'");
    for (const { name, groups } of HELPS) {
      expect(words).toContain(`.SS "llmcost ${name}`);
      for (const { flags } of groups.flatMap(({ flags }) => flags)) expect(words).toContain(`.B ${flags}`);
    }
    expect(page).toContain('llmcost 1.2.3');
  });

  test('has no line that troff would take for a command by mistake, and only ASCII', () => {
    const commands = page.split('\n').filter((line) => /^[.']/.test(line));
    expect(commands.filter((line) => !/^\.(TH|SH|SS|TP|PP|B|I|RI|nf|fi|RS|RE)( |$)/.test(line))).toEqual([]);
    expect(page).toMatch(/^[\n -~]*$/);
  });

  test('lies in the package as the build wrote it', () => {
    expect(readFileSync(new URL('../dist/llmcost.1', `file://${BIN}`), 'utf8')).toMatch(/^\.TH LLMCOST 1/);
  });
});
