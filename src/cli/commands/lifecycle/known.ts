import { meanings, type LookUpOptions, type MatchedBy } from '../../../models/catalog.ts';
import { ModelNames } from '../../../models/identity.ts';
import { lastPart } from '../../../core/nearest.ts';
import type { ModelStore, Summary } from '../../../models/store.ts';
import { isProvider } from '../../../models/providers.ts';
import { HostedNames } from './hosted.ts';
import type { Standing } from './words-in-text.ts';
import { own } from '../../../core/collections.ts';

/** What a word turned out to be. */
export type Meaning =
  | { readonly kind: 'known'; readonly by: MatchedBy; readonly models: readonly Summary[] }
  /** The map has it under other names. */
  | { readonly kind: 'renamed'; readonly models: readonly Summary[] }
  | { readonly kind: 'missing' }
  /** It stands as a model, and is like no name that the map could be expected to know. */
  | { readonly kind: 'unjudged' }
  /** No name at all. */
  | { readonly kind: 'nothing' };

type Resolved = Extract<Meaning, { kind: 'known' | 'renamed' | 'missing' }>;

/** Tells names of models from other words, by what the map knows. Each name is looked up once. */
export class KnownNames {
  readonly #store: ModelStore;
  readonly #options: LookUpOptions;
  readonly #spellings: ReadonlySet<string>;
  readonly #hosted: HostedNames;
  readonly #known = new Map<string, Resolved>();
  #same: SameModels | undefined;

  /** @param options the user's own names and preferred providers. */
  constructor(store: ModelStore, options: LookUpOptions = {}) {
    this.#store = store;
    this.#options = options;
    const summaries = store.summaries();
    this.#hosted = new HostedNames(summaries);
    const names = summaries.flatMap(({ key, aliases }) => [key, ...aliases, ...ends(key)]);
    this.#spellings = new Set(names.map((name) => name.toLowerCase()));
  }

  meaningOf(word: string, standing: Standing): Meaning {
    const name = withoutTune(word, this.#spellings);
    if (standing === 'named') return this.#resolved(name);
    if (this.#isSpelt(name)) {
      const meaning = this.#resolved(name);
      const isName = standing === 'model' || isDistinctive(name, standing);
      return isName && isSpeltBy(name, meaning) ? meaning : NOTHING;
    }
    if (standing === 'word') return NOTHING;
    if (this.#hosted.looksHosted(name)) return this.#resolved(name);
    // `model: string` is a type; `model: my-tune-2` may be a model.
    return standing === 'model' && /[\d/-]/.test(name) ? { kind: 'unjudged' } : NOTHING;
  }

  /** Spares nearly all words of a text the look-up. */
  #isSpelt(name: string): boolean {
    return [name, ...ends(name)].some((part) => this.#spellings.has(part.toLowerCase()));
  }

  #resolved(name: string): Resolved {
    const meaning = this.#known.get(name) ?? this.#resolve(name);
    this.#known.set(name, meaning);
    return meaning;
  }

  #resolve(name: string): Resolved {
    const { aliases = {}, prefer = [] } = this.#options;
    const target = own(aliases, name) ?? name;
    const found = this.#isSpelt(target) ? meanings(this.#store, target) : undefined;
    if (found === undefined) {
      const models = this.#sameModels(target);
      return models.length === 0 ? { kind: 'missing' } : { kind: 'renamed', models };
    }
    const preferred = prefer
      .map((provider) => found.models.filter((model) => isProvider(model.provider, provider)))
      .find((some) => some.length > 0);
    const models = preferred ?? found.models;
    // An alias is the name that the entry had before.
    return found.by === 'alias' ? { kind: 'renamed', models } : { kind: 'known', by: found.by, models };
  }

  /** Models that are the same under another spelling: `claude-3.5-haiku-20241022`. */
  #sameModels(name: string): readonly Summary[] {
    const summaries = this.#store.summaries();
    this.#same ??= new SameModels(summaries);
    return this.#same.of(name);
  }
}

/** Models by what they are, whoever sells them. */
class SameModels {
  readonly #names: ModelNames;
  readonly #models = new Map<string, Summary[]>();

  constructor(summaries: readonly Summary[]) {
    this.#names = new ModelNames(summaries);
    for (const summary of summaries) {
      const identity = this.#names.named(summary.key);
      const others = this.#models.get(identity);
      if (others === undefined) this.#models.set(identity, [summary]);
      else others.push(summary);
    }
  }

  /** A day that is named is part of the name: another day is another model. */
  of(name: string): readonly Summary[] {
    const day = dayIn(name);
    const models = this.#models.get(this.#names.named(name)) ?? [];
    return day === undefined ? models : models.filter(({ key }) => dayIn(key) === day);
  }
}

/** `20250929` of `…-2025-09-29` and `…@20250929`. */
function dayIn(name: string): string | undefined {
  return /20\d\d-?[01]\d-?[0-3]\d/.exec(name)?.[0].replaceAll('-', '');
}

const NOTHING: Meaning = { kind: 'nothing' };

/** A word in a text is spelt as the model is: `GPT-4` in a sentence is a brand, `gpt-4` a name. */
function isSpeltBy(name: string, meaning: Resolved): boolean {
  if (meaning.kind === 'missing') return false;
  return meaning.models.some(({ key, aliases }) =>
    [key, ...aliases].some((own) => name.endsWith(lastPart(own))),
  );
}

/** What a name may be once its provider is cut off: `openai/gpt-4o` and `openai:gpt-4o` → `gpt-4o`. */
function ends(name: string): readonly string[] {
  const at = name.search(/[/:]/);
  return at <= 0 ? [] : [name.slice(at + 1)];
}

/** A fine-tune is priced and retired as what it was made of: `ft:gpt-4o-mini-2024-07-18:acme::x1`. */
function withoutTune(word: string, spellings: ReadonlySet<string>): string {
  const [, base] = /^ft:([^:]+):/.exec(word) ?? [];
  if (base === undefined) return word;
  return spellings.has(`ft:${base}`.toLowerCase()) ? `ft:${base}` : base;
}

/**
 * True for a name that is no ordinary word even where it stands alone: letters, a digit and a separator
 * (`gpt-4`, not `o1`, `command` or `base`); as a whole value, a path will do (`moonshot/kimi-latest`).
 */
function isDistinctive(name: string, standing: Standing): boolean {
  if (name.length < 5 || !/[a-z]/i.test(name)) return false;
  return /\d/.test(name) ? /[-/.:]/.test(name) : standing === 'value' && /\w\/\w/.test(name);
}
