import { show } from './document.ts';
import { renderShow } from './render.ts';
import type { CommandSpec } from '../../command.ts';
import { addHtmlFlag, addMapFlags, mapOptions } from '../../flags/map-flags.ts';
import { addSimilarFlags, similarOptions } from '../../flags/similar-flags.ts';

const SIMILAR = 6;

export const spec: CommandSpec = {
  args: '<model...>',
  about: 'What a model costs: every price, its limits, its capabilities, and where the figures are from.',
  examples: [
    'llmcost show gpt-image-2',
    'llmcost show gpt-image-2 --html gpt-image-2.html',
    'llmcost show gpt-4o claude-sonnet-4-5',
    "llmcost show gpt-image-2 --json | jq '.prices[].normalizedUsd'",
  ],
  flags(command) {
    command
      .option('--all', 'all capabilities, not only the common ones')
      .option('--raw', "the map's own fields too")
      .option('--similar <n>', `how many similar models to list (default ${SIMILAR})`);
    command.option('--cross-check', 'ask a second source too: @pydantic/genai-prices, if it is installed');
    addSimilarFlags(command);
    addMapFlags(command);
    addHtmlFlag(command);
  },
  async run(args, flags, deps) {
    const document = await show(
      {
        models: args,
        similar: flags.count('similar') ?? SIMILAR,
        similarOptions: similarOptions(flags),
        crossCheck: flags.yes('crossCheck'),
        load: mapOptions(flags),
      },
      deps,
    );
    const view = { all: flags.yes('all'), raw: flags.yes('raw') };
    return {
      document,
      text: (style) => renderShow(document, view, style),
      html: async () => (await import('./html.ts')).showHtml(document, deps),
      warnings: document.warnings,
      paged: true,
    };
  },
};
