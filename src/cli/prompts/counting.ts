import { resolve } from 'node:path';
import type { Deps } from '../../core/deps.ts';
import type { ModelCounting } from '../../tokens/count.ts';
import { familyOf } from '../../tokens/families.ts';
import type { MediaRules } from '../../tokens/media/rules.ts';
import { readFamilies, readMediaRules } from '../../tokens/rules-file.ts';
import { readTokenizer } from '../../tokens/tokenizer-file.ts';
import { encodingOf, familyTokenizer, type Tokenizer } from '../../tokens/tokenizer.ts';
import { Vocabularies } from '../../tokens/vocabulary-file.ts';

/** How each model's tokens are counted: rules and vocabularies are read when a model first needs them. */
export type CountingFor = (model: string) => ModelCounting;

/** @param tokenizerFile a tokenizer.json that counts for every model. */
export async function openCounting(tokenizerFile: string | undefined, deps: Deps): Promise<CountingFor> {
  const families = readFamilies(deps);
  const vocabularies = new Vocabularies(deps.paths.packageDir);
  const own: Tokenizer | undefined =
    tokenizerFile === undefined
      ? undefined
      : await readTokenizer(resolve(deps.cwd, tokenizerFile), tokenizerFile);
  let rules: MediaRules | undefined;
  return (model) => {
    const family = familyOf(families, model);
    return {
      model,
      family,
      tokenizer: own ?? familyTokenizer(family, vocabularies.counter(encodingOf(family))),
      families,
      mediaRules: () => (rules ??= readMediaRules(deps)),
    };
  };
}
