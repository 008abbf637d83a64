import type { Entry } from '../../models/entry.ts';
import { providerFamily } from '../../models/providers.ts';
import type { ListedModel, SecondSource } from './source.ts';

/** Our providers and theirs. One that stands here under another name sells at the same prices. */
const PROVIDERS: Readonly<Record<string, string>> = {
  openai: 'openai',
  'text-completion-openai': 'openai',
  azure: 'azure',
  azure_ai: 'azure',
  anthropic: 'anthropic',
  gemini: 'google',
  vertex_ai: 'google',
  bedrock: 'aws',
  bedrock_converse: 'aws',
  amazon_nova: 'aws',
  cohere: 'cohere',
  cohere_chat: 'cohere',
  deepseek: 'deepseek',
  mistral: 'mistral',
  codestral: 'mistral',
  groq: 'groq',
  xai: 'x-ai',
  fireworks_ai: 'fireworks',
  together_ai: 'together',
  openrouter: 'openrouter',
  perplexity: 'perplexity',
  cerebras: 'cerebras',
  cloudflare: 'cloudflare',
  novita: 'novita',
  ovhcloud: 'ovhcloud',
  baseten: 'baseten',
  moonshot: 'moonshotai',
  minimax: 'minimax',
  voyage: 'voyageai',
  zai: 'zai',
  github_copilot: 'github-copilot',
};

/** The providers of theirs that we have too. */
export const THEIR_PROVIDERS: ReadonlySet<string> = new Set(Object.values(PROVIDERS));

/** Their models by provider and name. */
export class SecondNames {
  readonly #byName: ReadonlyMap<string, ListedModel>;

  constructor({ models }: SecondSource) {
    // An id of their own counts before a name that another model of theirs lists as equal.
    const pairs = models.flatMap((model) =>
      model.names.map((name) => [`${model.provider} ${name}`, model] as const),
    );
    const ids = models.map((model) => [`${model.provider} ${model.id.toLowerCase()}`, model] as const);
    this.#byName = new Map([...pairs, ...ids]);
  }

  /** The model that has exactly this entry's name at the same provider. */
  find(entry: Entry): ListedModel | undefined {
    const provider = PROVIDERS[providerFamily(entry.provider ?? '')];
    if (provider === undefined) return undefined;
    for (const name of namesOf(entry.key)) {
      const found = this.#byName.get(`${provider} ${name}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** The key, and the key without the path in front that only says who sells it. */
function namesOf(key: string): readonly string[] {
  const name = key.toLowerCase();
  const bare = name.slice(name.indexOf('/') + 1);
  return [name, bare, bare.replace(/^accounts\/fireworks\/models\//, '')];
}
