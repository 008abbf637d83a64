import type { Command } from 'commander';
import type { SimilarOptions } from '../../models/similar.ts';
import { UsageError } from '../../core/errors.ts';
import type { Flags } from './flags.ts';

/** The flags that say which models count as similar. */
export function addSimilarFlags(command: Command): void {
  command
    .option('--cheaper', 'similar models that cost less only')
    .option('--same-provider', 'similar models of the same provider only')
    .option('--other-providers', 'similar models of other providers only');
}

/** What these flags say. @throws UsageError for flags that exclude each other. */
export function similarOptions(flags: Flags): SimilarOptions {
  const sameProvider = flags.yes('sameProvider');
  const otherProviders = flags.yes('otherProviders');
  if (sameProvider && otherProviders) {
    throw new UsageError('--same-provider and --other-providers leave nothing.', 'Give one of them.');
  }
  return { cheaper: flags.yes('cheaper'), sameProvider, otherProviders };
}
