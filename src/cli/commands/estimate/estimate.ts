import { estimate } from './document.ts';
import { estimateCsv, estimateMarkdown } from './data.ts';
import { renderEstimate } from './render.ts';
import type { CommandSpec } from '../../command.ts';
import { addMapFlags, mapOptions } from '../../flags/map-flags.ts';
import { addUsageFlags, jobOptions } from '../../flags/usage-flags.ts';

export const spec: CommandSpec = {
  args: '[model]',
  about: 'What a job costs: one request, line by line, or many of them.',
  examples: [
    'llmcost estimate gpt-4o --input 12k --output 800',
    'llmcost estimate gpt-5.5 --input 300k --cache-read 200k --output 4k --tiers',
    'llmcost estimate gpt-image-2 --images 10 --size 1024x1536 --quality high',
    'llmcost estimate gpt-4o --usage response.json --requests 1000 --budget 50',
  ],
  tooMany: (models) =>
    `A job is estimated at one model. At several: llmcost compare ${models.join(' ')} --input …`,
  flags(command) {
    command
      .option('--requests <n>', 'how many such requests')
      .option('--budget <usd>', 'how many it buys; exit 4 when the job costs more')
      .option('--tiers', 'the same job at every tier')
      .option('--explain', 'the field, the condition and the assumption behind each line')
      .option('--strict', 'exit 4 on any assumption or missing price')
      .option('--allow-partial', 'exit 0 though some of it has no price');
    addUsageFlags(command);
    addMapFlags(command);
    command.optionsGroup('Output:').option('--format <name>', 'table, json, csv or markdown');
  },
  async run([model], flags, deps) {
    const { document, exitCode } = await estimate(
      {
        ...jobOptions(flags),
        model,
        requests: flags.count('requests'),
        budgetUsd: flags.usd('budget'),
        tiers: flags.yes('tiers'),
        strict: flags.yes('strict'),
        allowPartial: flags.yes('allowPartial'),
        load: mapOptions(flags),
      },
      deps,
    );
    return {
      document,
      exitCode,
      formats: { csv: () => estimateCsv(document), markdown: () => estimateMarkdown(document) },
      text: (style) => renderEstimate(document, { explain: flags.yes('explain') }, style),
      warnings: [...document.warnings, ...(document.error === null ? [] : [document.error])],
    };
  },
};
