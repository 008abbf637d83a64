import { spec } from '../../list/list.ts';
import { SORT_KEYS } from '../../../../models/search/sort.ts';
import type { Tool } from '../tool.ts';
import { MODEL_ARGUMENTS } from './shared.ts';

export const searchModels: Tool = {
  title: 'Find models',
  about:
    'Models by name, provider, kind of work, capability, context window and price, sorted. Prices are in USD per unit ' +
    'of the row (mostly a token).',
  arguments: {
    words: {
      kind: 'text',
      about: 'Words that all stand in the key or the provider, such as "sonnet bedrock"',
    },
    ...MODEL_ARGUMENTS,
    region: { kind: 'texts', about: 'Regions that the key or the map places them in, such as eu' },
    free: { kind: 'boolean', about: 'true: only models whose prices are all 0; false: all others' },
    notDeprecated: { kind: 'boolean', about: 'true: leave out models whose day of deprecation has come' },
    sort: { kind: 'text', about: 'What to sort by, the lowest first', choices: SORT_KEYS },
    desc: { kind: 'boolean', about: 'true: the highest first' },
    unique: { kind: 'boolean', about: 'true: one row a model, at its cheapest offer, whoever sells it' },
    top: { kind: 'count', about: 'How many rows (default 20)' },
  },
  defaults: { top: '20' },
  schema: 'list',
  run: ({ flags, deps }) => spec.run([flags.text('words') ?? ''], flags, deps),
};
