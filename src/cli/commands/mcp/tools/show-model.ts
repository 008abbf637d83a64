import { spec } from '../../show/show.ts';
import type { Tool } from '../tool.ts';

export const showModel: Tool = {
  title: 'What a model costs',
  about:
    'Every price of one model (input, output, cache, images, audio, tiers, long context), its token limits, its ' +
    'capabilities, similar models, and where the figures are from. A price that nobody published is null, not 0.',
  arguments: {
    model: {
      kind: 'text',
      about: 'A name such as gpt-4o, claude-sonnet-4-5 or azure/gpt-4o',
      required: true,
    },
    similar: { kind: 'count', about: 'How many similar models to list (default 6)' },
  },
  schema: 'show',
  run: ({ flags, deps }) => spec.run([flags.text('model') ?? ''], flags, deps),
};
