import { validate } from './document.ts';
import { renderValidate } from './render.ts';
import type { CommandSpec } from '../../command.ts';

export const spec: CommandSpec = {
  args: '[file]',
  about: 'Check a cost map entry by entry: a file, or the map in use.',
  examples: ['llmcost validate', 'llmcost validate my-map.json', 'llmcost validate my-map.json --json'],
  flags() {},
  async run([file], _flags, deps) {
    const document = await validate({ file }, deps);
    return { document, text: () => renderValidate(document), warnings: document.warnings };
  },
};
