import { providerFamily } from '../providers.ts';

/**
 * Which model a key names, whoever sells it. It decides
 * which prices are set side by side when one of them looks wrong by a factor; it never prices
 * anything, so it may let dates and wrappings go. It must not let go of what makes a model another
 * one: `gpt-5.4-mini` is not `gpt-5.4`, `llama-3.1-8b` is not `llama-3.1-70b`, and `…:free` is not
 * the model that is paid for.
 *
 *     us.anthropic.claude-3-5-sonnet-20241022-v2:0, openrouter/anthropic/claude-3.5-sonnet → claude sonnet | 3 5
 *     fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct                        → llama | 3 1 8b
 */
export function identityOf(key: string): Identity {
  const tokens = tokensOf(key);
  const numbers = tokens.filter((token) => /\d/.test(token));
  const words = tokens.filter((token) => !/\d/.test(token));
  // `search` or `fast` alone is no model's own name: it means something else at every provider.
  const isClear = words.some((word) => word.length > 1) && tokens.length > 1;
  return {
    model: isClear ? [...words.toSorted(), '|', ...numbers].join(' ') : null,
    family: words[0] ?? numbers[0] ?? key,
  };
}

/** What a key says of the model, without who sells it. */
export interface Identity {
  /** The same for two keys of one model; null for a key that says too little: `perplexity/search`. */
  readonly model: string | null;
  /** The first word of the model's own name: `gpt`, `claude`, `llama`. */
  readonly family: string;
}

/** Providers that are one shop under several names, so that they do not count as two witnesses. */
export function shopOf(provider: string | null): string {
  const family = providerFamily(provider ?? '');
  return SHOPS[family] ?? family;
}

const SHOPS: Readonly<Record<string, string>> = {
  azure_ai: 'azure',
  azure_text: 'azure',
  bedrock_converse: 'bedrock',
  bedrock_mantle: 'bedrock',
  amazon_nova: 'bedrock',
  'text-completion-openai': 'openai',
  chatgpt: 'openai',
  cohere_chat: 'cohere',
  gemini: 'google',
  vertex_ai: 'google',
  palm: 'google',
  'fireworks_ai-embedding-models': 'fireworks_ai',
  'text-completion-codestral': 'mistral',
  codestral: 'mistral',
  'text-completion-inception': 'inception',
};

/** Marks of packing, of tuning for talk and of a release that all sellers of a model add or leave out. */
const NOISE: ReadonlySet<string> = new Set([
  'instruct',
  'it',
  'chat',
  'latest',
  'default',
  'preview',
  'hf',
  'fp8',
  'fp16',
  'bf16',
  'int8',
  'awq',
  'gguf',
  'nvfp4',
  'mxfp4',
  'maas',
]);

/** Makers whose name some sellers put before the model's own. */
const MAKERS: ReadonlySet<string> = new Set([
  'meta',
  'openai',
  'anthropic',
  'google',
  'mistralai',
  'amazon',
  'databricks',
  'snowflake',
  'cohere',
  'zai',
  'nvidia',
  'azure',
]);

function tokensOf(key: string): string[] {
  const name = ownName(key.toLowerCase())
    .replace(/@.*$/, '')
    .replace(/-v\d+:\d+(:\d+k)?$/, '')
    .replace(/:\d+$/, '');
  const bare = withoutLabels(name)
    .replaceAll(/(\d)p(\d)/g, '$1.$2')
    .replaceAll(/20\d\d-?[01]\d-?[0-3]\d|[01]\d-20\d\d/g, '');
  const tokens = bare.split(/[^a-z0-9]+/).flatMap(splitWord);
  const kept = tokens.filter((token) => token !== '' && !NOISE.has(token) && !isRelease(token));
  const [first = '', second = ''] = kept;
  return MAKERS.has(first) && /[a-z]/.test(second) ? kept.slice(1) : kept;
}

/** `us.anthropic.claude-…`, `meta.llama3-…`: labels of region and maker. In `deepseek.r1` it is the name. */
function withoutLabels(name: string): string {
  return name.replace(/^(?:[a-z][a-z-]*\.)+(?=[a-z]{3})/, '');
}

/** The part behind the last slash; with the part before it where that is a version (`flux-pro/v1.1`). */
function ownName(key: string): string {
  const parts = key.split('/').filter((part) => part !== '');
  return /^v\d/.test(parts.at(-1) ?? '') ? parts.slice(-2).join('-') : (parts.at(-1) ?? '');
}

/** `qwen3` → `qwen`, `3`; `v3` → `3`; sizes and makes such as `70b`, `k2`, `o3` and `4o` stay whole. */
function splitWord(word: string): readonly string[] {
  const version = /^v(\d.*)$/.exec(word)?.[1];
  if (version !== undefined) return [version];
  const [, letters, rest] = /^([a-z]{3,})(\d.*)$/.exec(word) ?? [];
  return letters === undefined || rest === undefined ? [word] : [letters, rest];
}

/** A date such as `0613`, `2507` or `250515`, or a counter such as `001`. */
function isRelease(token: string): boolean {
  return /^\d{6}$|^\d{8}$|^0\d\d$|^(0[1-9]|1[0-2])[0-3]\d$|^2[3-9](0[1-9]|1[0-2])$/.test(token);
}
