import { completion, SHELLS } from './document.ts';
import type { CommandSpec } from '../../command.ts';

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
    const document = completion(name);
    return { document, text: () => document.script };
  },
};
