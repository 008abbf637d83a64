import { readFileSync } from 'node:fs';
import { parseJson } from '../../src/core/json.ts';
import { parseImageRules } from '../../src/pricing/images/rules.ts';

/** Tokens and published prices of images, as they come along. */
export const IMAGE_RULES = parseImageRules(
  parseJson(readFileSync(new URL('../../fixtures/image-tokens.json', import.meta.url), 'utf8')),
);
