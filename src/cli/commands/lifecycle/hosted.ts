import { bareName } from '../../../models/identity.ts';
import { isProvider } from '../../../models/providers.ts';
import type { Summary } from '../../../models/store.ts';

/**
 * Families that are sold by their maker and gateways alone, so that a name of theirs which the map does
 * not know is gone, misspelt or too new. Open-weight families (llama, mistral, qwen, gpt-oss …) are left
 * out: anybody may run one under a name of their own.
 */
const FAMILIES: readonly RegExp[] = [
  /^gpt-(3[.-]?5|[4-9]|[1-9]\d)/,
  /^chatgpt-\d/,
  /^o[1-9]-(mini|pro|preview|deep|\d{4})/,
  /^(text-(ada|babbage|curie|davinci)|code-(davinci|cushman))-\d/,
  /^text-embedding-/,
  /^(dall-e|imagen|veo|sora)-\d/,
  /^gpt-(image|realtime|audio)-/,
  /^claude-/,
  /^gemini-\d/,
  /^grok-\d/,
];

/** Words that say of what kind or day a model is, in any family. */
const ANY = /^(v?\d+|\d+k|latest|preview|exp|experimental|beta|snapshot)$/;

/** Tells which unknown names look like models of a family that the map knows. */
export class HostedNames {
  readonly #providers: readonly string[];
  /** The words of each family's names: `claude` → opus, haiku … */
  readonly #words = new Map<string, Set<string>>();

  constructor(summaries: readonly Summary[]) {
    this.#providers = [...new Set(summaries.flatMap(({ provider }) => provider ?? []))];
    for (const { key } of summaries) {
      const [family = '', ...rest] = wordsOf(bareName(key));
      const known = this.#words.get(family) ?? new Set();
      for (const word of rest) known.add(word);
      this.#words.set(family, known);
    }
  }

  /**
   * True for `claude-3-opus-20240101`, false for `claude-3-prompt`: every word behind the family must
   * be one that names of this family have. A path must begin with a provider of the map.
   */
  looksHosted(name: string): boolean {
    const path = name.split('/');
    const [first = ''] = path;
    if (path.length > 1 && !this.#providers.some((provider) => isProvider(provider, first))) return false;
    const bare = bareName(name);
    if (!/\d/.test(bare) || !FAMILIES.some((family) => family.test(bare))) return false;
    const [family = '', ...rest] = wordsOf(bare);
    return rest.every((word) => ANY.test(word) || (this.#words.get(family)?.has(word) ?? false));
  }
}

function wordsOf(bare: string): readonly string[] {
  return bare.split(/[^a-z0-9]+/).filter((word) => word !== '');
}
