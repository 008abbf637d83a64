import type { Deps } from '../core/deps.ts';
import { parseScores, type Scores } from './scores.ts';
import { readReplaceable, readUserJson } from '../core/data-files.ts';

/**
 * Coding scores: the user's file (`LLMCOST_SCORES`, else the one that the settings name), else those
 * that come along.
 */
export function readScores(deps: Deps, configured: string | null = null): Scores {
  if (configured === null || deps.env['LLMCOST_SCORES']) {
    return readReplaceable(deps, 'LLMCOST_SCORES', 'coding-scores.json', parseScores);
  }
  return parseScores(readUserJson(configured, 'The settings name a file of scores'), configured);
}
