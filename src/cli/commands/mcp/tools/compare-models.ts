import { spec } from '../../compare/compare.ts';
import type { Tool } from '../tool.ts';
import { JOB_ARGUMENTS, MODEL_ARGUMENTS } from './shared.ts';

export const compareModels: Tool = {
  title: 'Compare models',
  about:
    'Models side by side, and what a job costs at each, the cheapest first. Name models, or one in `like` with its ' +
    'similar ones, or in `cheapest` the capabilities and modes that all models must have that are ranked.',
  arguments: {
    models: { kind: 'texts', about: 'Models to set side by side' },
    like: { kind: 'text', about: 'A model: it and its similar models' },
    similar: { kind: 'count', about: 'How many similar models, with like (default 5)' },
    cheapest: {
      kind: 'text',
      about: 'What a model must be able to do, such as "chat,vision": all that can are ranked',
    },
    ...MODEL_ARGUMENTS,
    unique: { kind: 'boolean', about: 'With cheapest: one row a model, whoever sells it' },
    top: { kind: 'count', about: 'With cheapest: how many (default 10)' },
    ...JOB_ARGUMENTS,
  },
  schema: 'compare',
  run: ({ flags, deps }) => spec.run(flags.list('models'), flags, deps),
};
