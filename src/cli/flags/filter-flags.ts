import type { Command } from 'commander';
import { NO_FILTERS, type Filters } from '../../models/search/filter.ts';
import { UsageError } from '../../core/errors.ts';
import { own } from '../../core/collections.ts';
import { flagOf, type Flags } from './flags.ts';

/** The flags that say which models are wanted. */
export function addFilterFlags(command: Command): void {
  addModelFlags(command, 'Which models:');
  command
    .option('--free', 'whose prices are all 0')
    .option('--no-free', 'all others')
    .option('--deprecated', 'whose day of deprecation has come')
    .option('--not-deprecated', 'all others')
    .option('--region <names>', 'that their key or the map places there: eu');
}

/** Those of them that a ranking of all models takes too; there `--region` is where a job is processed. */
export function addModelFlags(command: Command, title: string): void {
  command
    .optionsGroup(title)
    .option('--provider <names>', 'of these providers: openai, bedrock*')
    .option('--mode <names>', 'for these kinds of work: chat, embedding, …')
    .option('--supports <names>', 'with all of: vision, function_calling, …')
    .option('--min-context <tokens>', 'that take at least so much: 200k')
    .option('--max-input-price <usd>', 'input at most, per 1M tokens')
    .option('--max-output-price <usd>', 'output at most, per 1M tokens')
    .option('--endpoint <names>', 'at these endpoints: responses, /v1/batch')
    .option('--priced', 'whose price the map has, 0 included');
}

/** What the filter flags of a list say. @throws UsageError for flags that exclude each other. */
export function filtersOf(words: readonly string[], flags: Flags): Filters {
  const deprecated = flags.yes('deprecated');
  if (deprecated && flags.yes('notDeprecated')) {
    throw new UsageError('--deprecated and --not-deprecated leave nothing.', 'Give one of them.');
  }
  return {
    ...modelFilters(flags),
    words: words.flatMap((word) => word.split(/\s+/)).filter((word) => word !== ''),
    regions: flags.list('region').map((region) => region.toLowerCase()),
    free: flags.yes('free') ? true : flags.no('free') ? false : undefined,
    deprecated: deprecated ? true : flags.yes('notDeprecated') ? false : undefined,
  };
}

/** What the flags of `addModelFlags` say. */
export function modelFilters(flags: Flags): Filters {
  return {
    ...NO_FILTERS,
    providers: flags.list('provider').map((name) => name.toLowerCase()),
    modes: flags.list('mode').map((mode) => mode.toLowerCase().replaceAll('-', '_')),
    supports: flags.list('supports').map(capabilityField),
    endpoints: flags.list('endpoint'),
    minContext: flags.count('minContext'),
    maxInputUsd: flags.usd('maxInputPrice'),
    maxOutputUsd: flags.usd('maxOutputPrice'),
    priced: flags.yes('priced'),
  };
}

/** The flags of `addModelFlags` that were given. */
export function givenModelFlags(flags: Flags): readonly string[] {
  return MODEL_FLAGS.filter((name) => flags.isGiven(name)).map(flagOf);
}

const MODEL_FLAGS = [
  'provider',
  'mode',
  'supports',
  'minContext',
  'maxInputPrice',
  'maxOutputPrice',
  'endpoint',
  'priced',
] as const;

/** Shorter names that people use for a capability. */
const SHORT: Readonly<Record<string, string>> = {
  tools: 'function_calling',
  caching: 'prompt_caching',
  pdf: 'pdf_input',
  video: 'video_input',
  json_schema: 'response_schema',
};

/** `functionCalling`, `function-calling`, `supports_function_calling` → the map's field. */
export function capabilityField(name: string): string {
  const snake = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll('-', '_')
    .replace(/^supports_/, '');
  return `supports_${own(SHORT, snake) ?? snake}`;
}
