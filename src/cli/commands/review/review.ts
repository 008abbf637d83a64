import { review } from './document.ts';
import { renderReview } from './render.ts';
import type { CommandSpec } from '../../command.ts';
import { addMapFlags, mapOptions } from '../../flags/map-flags.ts';

export const spec: CommandSpec = {
  args: '[model]',
  about:
    "Keep a person's check of a model's prices: who, when, against which page, and the figures as they were.",
  examples: [
    'llmcost review gpt-image-2 --source https://openai.com/api/pricing',
    'llmcost review gpt-image-2 --source https://openai.com/api/pricing --price input=5 --project',
    'llmcost review --stale',
  ],
  flags(command) {
    command
      .option('--source <url>', 'the page that the figures were compared with')
      .option('--note <text>', 'what to remember')
      .option('--by <name>', "who (default: git's user.name, else the account)")
      .option(
        '--price <name=figure...>',
        'a figure of the page, where it differs: input=5 is USD per 1M tokens',
      )
      .option('--project', 'write llmcost.reviews.json of the project, to commit and share')
      .option('--list', 'all reviews')
      .option('--stale', 'reviews of figures that the map has changed since')
      .option('--remove', "take a model's review away");
    addMapFlags(command);
  },
  async run([model], flags, deps) {
    const document = await review(
      {
        model,
        source: flags.text('source'),
        note: flags.text('note'),
        by: flags.text('by'),
        prices: flags.list('price'),
        list: flags.yes('list'),
        stale: flags.yes('stale'),
        remove: flags.yes('remove'),
        project: flags.yes('project'),
        load: mapOptions(flags),
      },
      deps,
    );
    return { document, text: (style) => renderReview(document, style), warnings: document.warnings };
  },
};
