import type { Command } from 'commander';
import { AGENTS, agentWords } from '../../../usage/logs/agents.ts';
import type { InputOptions } from '../../../usage/logs/inputs.ts';
import type { Flags } from '../../flags/flags.ts';

/** `--agents`, and an option for each agent. */
export function addAgentFlags(command: Command): void {
  command
    .optionsGroup('Sessions of coding agents, where they keep them:')
    .option('--agents', 'of every agent that is found on this computer');
  for (const agent of AGENTS) command.option(`--${agent}`, agentWords(agent));
  command.option('--dry-run', 'list what would be read');
}

export function agentsOf(flags: Flags): Pick<InputOptions, 'agents' | 'anyAgent'> {
  if (flags.yes('agents')) return { agents: AGENTS, anyAgent: true };
  const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { agents: AGENTS.filter((agent) => flags.yes(camel(agent))), anyAgent: false };
}
