import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, type CommandName } from '../../src/cli/commands.ts';
import { parseCommand } from '../../src/cli/program.ts';
import { SPECS } from '../../src/cli/specs.ts';
import { UsageError } from '../../src/core/errors.ts';

async function parse(name: CommandName, ...argv: readonly string[]) {
  return parseCommand(name, await SPECS[name](), argv, () => undefined);
}

async function mistake(name: CommandName, ...argv: readonly string[]): Promise<string> {
  try {
    await parse(name, ...argv);
  } catch (error) {
    if (error instanceof UsageError) return `${error.message} ${error.hint}`;
  }
  return 'none';
}

describe('a flag by another name', () => {
  it.each([
    ['estimate', '--in', '--input'],
    ['estimate', '--out', '--output'],
    ['estimate', '--input-tokens', '--input'],
    ['estimate', '--output-tokens', '--output'],
    ['estimate', '--completion-tokens', '--output'],
    ['estimate', '--cached-tokens', '--cache-read'],
    ['estimate', '--batch', '--tier batch'],
    ['compare', '--prompt-tokens', '--input'],
    ['tally', '--from', '--since'],
    ['tally', '--group-by', '--by'],
    ['list', '--limit', '--top'],
  ] as const)('%s %s is hinted to %s', async (name, flag, meant) => {
    expect(await mistake(name, flag, '12k')).toBe(`There is no flag ${flag}. Did you mean ${meant}?`);
    expect(await mistake(name, `${flag}=12k`)).toBe(`There is no flag ${flag}. Did you mean ${meant}?`);
  });

  it('is not hinted to a flag that the command does not have', async () => {
    expect(await mistake('list', '--input-tokens', '5')).toBe(
      "Unknown option '--input-tokens'. See: llmcost help list",
    );
  });
});

describe('a value that looks like a flag', () => {
  it('is refused at every flag that takes one, in every command', async () => {
    let tried = 0;
    for (const name of COMMAND_NAMES) {
      const command = new Command();
      (await SPECS[name]()).flags(command);
      for (const { long: flag, required } of command.options) {
        if (!required || !flag) continue;
        tried += 1;
        expect(await mistake(name, flag, '--json'), `${name} ${flag}`).toContain(
          `${flag} needs a value, and --json is a flag.`,
        );
      }
    }
    expect(tried).toBeGreaterThan(100);
  });

  it('is taken where it is tied to its flag, and behind the two dashes', async () => {
    expect((await parse('tally', '--alias=--x=gpt-4o'))?.flags['alias']).toEqual(['--x=gpt-4o']);
    expect((await parse('list', '--', '--alias', '--json'))?.args).toEqual(['--alias', '--json']);
  });

  it('is no single dash, which is standard input, and no negative number', async () => {
    expect((await parse('estimate', '--usage', '-'))?.flags['usage']).toBe('-');
    expect((await parse('estimate', '--input', '-5'))?.flags['input']).toBe('-5');
  });
});
