import { SCRIPTS, type Shell } from '../completion/scripts.ts';
import { SCHEMA_VERSION } from '../documents.ts';
import { UsageError } from '../errors.ts';
import type { CommandSpec } from './command.ts';

const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish', 'powershell'];

export const spec: CommandSpec = {
  args: '<shell>',
  choices: SHELLS,
  about:
    'The script that teaches a shell to complete commands, flags and models: bash, zsh, fish or powershell. ' +
    'Models come from the map in the cache; nothing is fetched for them.',
  examples: [
    'eval "$(llmcost completion bash)"        # in ~/.bashrc',
    'eval "$(llmcost completion zsh)"         # in ~/.zshrc, behind compinit',
    'llmcost completion fish | source         # in config.fish',
    'llmcost completion powershell | Out-String | Invoke-Expression',
  ],
  flags() {},
  async run([name = '']) {
    const shell = SHELLS.find((each) => each === name.toLowerCase());
    if (shell === undefined) {
      throw new UsageError(`There is no completion for "${name}".`, `Choose one of ${SHELLS.join(', ')}.`);
    }
    const script = SCRIPTS[shell];
    return { document: { schemaVersion: SCHEMA_VERSION, shell, script, warnings: [] }, text: () => script };
  },
};
