import type { Command } from 'commander';
import { NO_FILTERS, type Filters } from '../../models/search/filter.ts';
import { UsageError } from '../../core/errors.ts';
import { own } from '../../core/collections.ts';
import type { Flags } from './flags.ts';

/** The flags that say which models are wanted. */
export function addFilterFlags(command: Command): void {
  command
    .optionsGroup('Which models:')
    .option('--provider <names>', 'of these providers: openai, bedrock*')
    .option('--mode <names>', 'for these kinds of work: chat, embedding, …')
    .option('--supports <names>', 'with all of: vision, function_calling, …')
    .option('--min-context <tokens>', 'that take at least so much: 200k')
    .option('--max-input-price <usd>', 'input at most, per 1M tokens')
    .option('--max-output-price <usd>', 'output at most, per 1M tokens')
    .option('--priced', 'whose price the map has, 0 included')
    .option('--free', 'whose prices are all 0')
    .option('--deprecated', 'whose day of deprecation has come')
    .option('--not-deprecated', 'all others')
    .option('--endpoint <names>', 'at these endpoints: responses, /v1/batch')
    .option('--region <names>', 'that their key or the map places there: eu');
}

/** What the filter flags say. @throws UsageError for flags that exclude each other. */
export function filtersOf(words: readonly string[], flags: Flags): Filters {
  const deprecated = flags.yes('deprecated');
  if (deprecated && flags.yes('notDeprecated')) {
    throw new UsageError('--deprecated and --not-deprecated leave nothing.', 'Give one of them.');
  }
  return {
    ...NO_FILTERS,
    words: words.flatMap((word) => word.split(/\s+/)).filter((word) => word !== ''),
    providers: flags.list('provider').map((name) => name.toLowerCase()),
    modes: flags.list('mode').map((mode) => mode.toLowerCase().replaceAll('-', '_')),
    supports: flags.list('supports').map(capabilityField),
    endpoints: flags.list('endpoint'),
    regions: flags.list('region').map((region) => region.toLowerCase()),
    minContext: flags.count('minContext'),
    maxInputUsd: flags.amount('maxInputPrice'),
    maxOutputUsd: flags.amount('maxOutputPrice'),
    priced: flags.yes('priced'),
    free: flags.yes('free'),
    deprecated: deprecated ? true : flags.yes('notDeprecated') ? false : undefined,
  };
}

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
