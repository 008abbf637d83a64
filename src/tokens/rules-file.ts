import { readPackaged, readReplaceable } from '../core/data-files.ts';
import type { Deps } from '../core/deps.ts';
import { parseFamilies, type Families } from './families.ts';
import { parseMediaRules, type MediaRules } from './media/rules.ts';

/** Which tokenizer a model has. */
export function readFamilies(deps: Deps): Families {
  return parseFamilies(readPackaged(deps, 'tokenizers.json'));
}

/** Tokens of what is sent in beside text: the user's file (`LLMCOST_IMAGE_INPUT`), else the rules that come along. */
export function readMediaRules(deps: Deps): MediaRules {
  return readReplaceable(deps, 'LLMCOST_IMAGE_INPUT', 'image-input.json', parseMediaRules);
}
