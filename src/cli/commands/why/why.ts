import { why } from './document.ts';
import { renderWhy } from './render.ts';
import type { CommandSpec } from '../../command.ts';
import { addMapFlags, mapOptions } from '../../flags/map-flags.ts';
import { addUsageFlags, jobOptions } from '../../flags/usage-flags.ts';

export const spec: CommandSpec = {
  args: '[model]',
  about: 'Why a request costs what it costs: which rate was taken, which were passed over, and from where.',
  examples: [
    'llmcost why gpt-5.5 --input 300k --output 4k --tier priority',
    'llmcost why claude-sonnet-4-5',
    'llmcost why --usage response.json',
  ],
  flags(command) {
    addUsageFlags(command);
    addMapFlags(command);
  },
  async run([model], flags, deps) {
    const document = await why({ ...jobOptions(flags), model, load: mapOptions(flags) }, deps);
    return { document, text: (style) => renderWhy(document, style), warnings: document.warnings };
  },
};
