import { compare, type CompareDocument } from './document.ts';
import { UsageError } from '../../../core/errors.ts';
import { compareCsv, compareMarkdown, renderCompare } from './render.ts';
import type { CommandSpec } from '../../command.ts';
import { capabilityField } from '../../flags/filter-flags.ts';
import type { Flags } from '../../flags/flags.ts';
import { addFormatFlags, addMapFlags, mapOptions, wholeMap } from '../../flags/map-flags.ts';
import { addSimilarFlags, similarOptions } from '../../flags/similar-flags.ts';
import { addUsageFlags, jobOptions } from '../../flags/usage-flags.ts';

const SIMILAR = 5;
const TOP = 10;

export const spec: CommandSpec = {
  args: '[model...]',
  about: 'Models side by side, and what a job costs at each, the cheapest first.',
  examples: [
    'llmcost compare gpt-4o claude-sonnet-4-5 gemini-2.5-pro --input 100k --output 2k',
    'llmcost compare --like gpt-4o --cheaper',
    'llmcost compare --cheapest "vision,chat" --input 5k --output 500 --unique --chart',
  ],
  flags(command) {
    command
      .option('--like <model>', 'this model and its similar models')
      .option('--similar <n>', `how many similar models (default ${SIMILAR})`);
    addSimilarFlags(command);
    command
      .option('--cheapest <needs>', 'all models with these capabilities and modes')
      .option('--provider <names>', 'of these providers only, with --cheapest')
      .option('--unique', 'one row a model, whoever sells it, with --cheapest')
      .option('--no-free', 'without those for which the map says 0, with --cheapest')
      .option('--top <n>', `how many, with --cheapest (default ${TOP})`)
      .option('--requests <n>', 'how many requests the job is of')
      .option('--chart', 'draw the costs as bars')
      .option('--all', 'prices under conditions too: tiers, batch, long context');
    addUsageFlags(command);
    addFormatFlags(command);
    addMapFlags(command);
  },
  async run(models, flags, deps) {
    const cheapest = needWords(models, flags);
    const chart = flags.yes('chart');
    const looksAtAll = cheapest !== undefined || flags.text('like') !== undefined;
    const document = await compare(
      {
        ...jobOptions(flags),
        models,
        like: flags.text('like'),
        similar: flags.count('similar') ?? SIMILAR,
        similarOptions: similarOptions(flags),
        cheapest,
        providers: flags.list('provider').map((name) => name.toLowerCase()),
        withFree: !flags.no('free'),
        unique: flags.yes('unique'),
        top: flags.count('top') ?? TOP,
        requests: flags.count('requests'),
        needsJob: chart || flags.text('requests') !== undefined,
        load: looksAtAll ? wholeMap(flags) : mapOptions(flags),
      },
      deps,
    );
    const view = { all: flags.yes('all'), chart };
    return {
      document,
      text: (style) => renderCompare(document, view, style),
      formats: { csv: () => compareCsv(document), markdown: () => compareMarkdown(document, view) },
      warnings: [...document.warnings, ...nothingFound(document)],
      paged: true,
    };
  },
};

/** The words of `--cheapest`. @throws UsageError where models are named beside it. */
function needWords(models: readonly string[], flags: Flags) {
  if (flags.text('cheapest') === undefined) return undefined;
  if (models.length > 0 || flags.text('like') !== undefined) {
    throw new UsageError(
      '--cheapest looks at all models, and some are named too.',
      'Leave --cheapest out, or the models.',
    );
  }
  return flags.list('cheapest').map((word) => ({ word, capability: capabilityField(word) }));
}

function nothingFound({ models, considered }: CompareDocument): readonly { readonly message: string }[] {
  return models.length === 0 && considered === 0 ? [{ message: 'No model can do the job.' }] : [];
}
