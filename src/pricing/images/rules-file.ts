import type { Deps } from '../../core/deps.ts';
import { parseImageRules, type ImageRules } from './rules.ts';
import { readReplaceable } from '../../core/data-files.ts';

/** Tokens per image: the user's file (`LLMCOST_IMAGE_TOKENS`), else the rules that come along. */
export function readImageRules(deps: Deps): ImageRules {
  return readReplaceable(deps, 'LLMCOST_IMAGE_TOKENS', 'image-tokens.json', parseImageRules);
}
