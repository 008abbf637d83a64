import { compare, type CompareDocument } from './document.ts';
import { UsageError } from '../../../core/errors.ts';
import { compareCsv, compareMarkdown, renderCompare } from './render.ts';
import type { CommandSpec } from '../../command.ts';
import { addModelFlags, capabilityField, givenModelFlags, modelFilters } from '../../flags/filter-flags.ts';
import { flagOf, type Flags } from '../../flags/flags.ts';
import { addFormatFlags, addHtmlFlag, addMapFlags, mapOptions, wholeMap } from '../../flags/map-flags.ts';
import { addSimilarFlags, similarOptions } from '../../flags/similar-flags.ts';
import { addPromptFlags, promptOptions } from '../../flags/prompt-flags.ts';
import { addUsageFlags, jobOptions } from '../../flags/usage-flags.ts';

/** Flags that say something of a ranking of all models only. */
const ONLY_CHEAPEST = ['unique', 'free', 'deprecated', 'experimental'] as const;
const SIMILAR = 5;
const TOP = 10;

export const spec: CommandSpec = {
  args: '[model...]',
  about: 'Models side by side, and what a job costs at each, the cheapest first.',
  examples: [
    'llmcost compare gpt-4o claude-sonnet-4-5 gemini-2.5-pro --input 100k --output 2k',
    'llmcost compare gpt-5.5 claude-sonnet-4-5 --text prompt.md --output 500',
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
      .option('--requests <n>', 'how many requests the job is of')
      .option('--chart', 'draw the costs as bars')
      .option('--all', 'prices under conditions too: tiers, batch, long context');
    addModelFlags(command, 'With --cheapest, only models:');
    command
      .optionsGroup('With --cheapest:')
      .option('--unique', 'one row a model, whoever sells it')
      .option('--top <n>', `how many (default ${TOP})`)
      .option('--free', 'also those for which the map says 0')
      .addOption(command.createOption('--no-free').hideHelp())
      .option('--deprecated', 'also those whose day of deprecation has come')
      .option('--experimental', 'also those that their name calls experimental');
    addUsageFlags(command);
    addPromptFlags(command);
    addFormatFlags(command);
    addHtmlFlag(command);
    addMapFlags(command);
  },
  async run(models, flags, deps) {
    const cheapest = needWords(models, flags);
    const chart = flags.yes('chart');
    const looksAtAll = cheapest !== undefined || flags.text('like') !== undefined;
    const document = await compare(
      {
        ...jobOptions(flags),
        prompt: promptOptions([], flags),
        models,
        like: flags.text('like'),
        similar: flags.count('similar') ?? SIMILAR,
        similarOptions: similarOptions(flags),
        cheapest,
        filters: modelFilters(flags),
        also: {
          free: flags.yes('free'),
          deprecated: flags.yes('deprecated'),
          experimental: flags.yes('experimental'),
        },
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
      html: async () => (await import('./html.ts')).compareHtml(document, view, deps),
      warnings: [...document.warnings, ...nothingFound(document)],
      paged: true,
    };
  },
};

/** The words of `--cheapest`. @throws UsageError where models are named beside it, or its flags without it. */
function needWords(models: readonly string[], flags: Flags) {
  if (flags.text('cheapest') === undefined) {
    const alone = [
      ...givenModelFlags(flags),
      ...ONLY_CHEAPEST.filter((name) => flags.yes(name)).map(flagOf),
      ...(flags.text('top') === undefined ? [] : ['--top']),
    ];
    const [first] = alone;
    if (first === undefined) return undefined;
    throw new UsageError(
      `${first} chooses among all models, and --cheapest is not given.`,
      'Write --cheapest chat, or another mode or capability, or leave it out.',
    );
  }
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
