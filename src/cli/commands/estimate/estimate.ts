import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { estimate, noticesOf } from './document.ts';
import { UsageError } from '../../../core/errors.ts';
import { estimateCsv, estimateMarkdown } from './data.ts';
import { renderEstimate } from './render.ts';
import type { CommandSpec } from '../../command.ts';
import { addMapFlags, mapOptions } from '../../flags/map-flags.ts';
import { addPromptFlags, promptOptions, sendsPrompt } from '../../flags/prompt-flags.ts';
import { addUsageFlags, jobOptions } from '../../flags/usage-flags.ts';
import { isFileName } from '../../prompts/files.ts';

export const spec: CommandSpec = {
  args: '[model] [prompt...]',
  about: 'What a job costs: one request, line by line, or many of them.',
  examples: [
    'llmcost estimate gpt-4o --input 12k --output 800',
    'llmcost estimate gpt-5.5 --input 300k --cache-read 200k --output 4k --tiers',
    'llmcost estimate gpt-image-2 --images 10 --size 1024x1536 --quality high',
    'llmcost estimate gpt-4o --usage response.json --requests 1000 --budget 50',
    'llmcost estimate gpt-5.5 prompt.md --output 800',
    'llmcost estimate claude-sonnet-4-5 --text "Translate: hello" --image 1024x768 --output 200',
  ],
  flags(command) {
    command
      .option('--requests <n>', 'how many such requests')
      .option('--requests-each', 'each file of the prompt is a request')
      .option('--budget <usd>', 'how many it buys; exit 4 when the job costs more')
      .option('--tiers', 'the same job at every tier')
      .option('--explain', 'the field, the condition and the assumption behind each line')
      .option('--strict', 'exit 4 on any assumption or missing price')
      .option('--allow-partial', 'exit 0 though some of it has no price');
    addUsageFlags(command);
    addPromptFlags(command);
    addMapFlags(command);
    command.optionsGroup('Output:').option('--format <name>', 'table, json, csv or markdown');
  },
  async run(args, flags, deps) {
    const { model, paths } = modelAndPrompt(args, deps.cwd);
    const prompt = promptOptions(paths, flags);
    const options = {
      ...jobOptions(flags),
      model,
      requests: flags.count('requests'),
      budgetUsd: flags.usd('budget'),
      tiers: flags.yes('tiers'),
      strict: flags.yes('strict'),
      allowPartial: flags.yes('allowPartial'),
      load: mapOptions(flags),
    };
    if (sendsPrompt(prompt)) {
      // Most estimates are of counts and need none of it.
      const { estimateFromPrompt } = await import('./prompt.ts');
      const requestsEach = flags.yes('requestsEach');
      return await estimateFromPrompt(
        { ...options, prompt, requestsEach },
        { explain: flags.yes('explain') },
        deps,
      );
    }
    const { document, exitCode } = await estimate(options, deps);
    return {
      document,
      exitCode,
      formats: { csv: () => estimateCsv(document), markdown: () => estimateMarkdown(document) },
      text: (style) => renderEstimate(document, { explain: flags.yes('explain') }, style),
      warnings: noticesOf(document),
    };
  },
};

/** The model and the files behind it; a request in a file names its model itself. */
function modelAndPrompt(args: readonly string[], cwd: string) {
  const [first, ...others] = args;
  const isPrompt = first === '-' || (first !== undefined && namesFile(first, cwd));
  if (isPrompt) return { model: undefined, paths: args };
  const isAbsent = (path: string) => path !== '-' && !existsSync(resolve(cwd, path));
  if (others.some(isAbsent)) {
    throw new UsageError(
      `There is no file ${others.find(isAbsent)}.`,
      `A job is estimated at one model. At several: llmcost compare ${args.join(' ')} --input …`,
    );
  }
  return { model: first, paths: others };
}

/** True for a file with an extension: a file that is called as a model is stays out of the way. */
function namesFile(name: string, cwd: string): boolean {
  return /\.[a-z]{2,}[0-9]?$/i.test(name) && isFileName(name, cwd);
}
