/**
 * Which keys are one model, whoever sells it and wherever it runs:
 *
 *     claude-sonnet-4-5, us.anthropic.claude-sonnet-4-5-20250929-v1:0,
 *     vertex_ai/claude-sonnet-4-5@20250929, openrouter/anthropic/claude-sonnet-4.5
 *
 * What is cut off is the packing: gateway, provider and region in front, Bedrock's revision behind,
 * the seller's spelling of a number (`v3p1`, `4.5`, `4-5`). What makes a model another one stays:
 * `gpt-5.4-mini` is not `gpt-5`, `…:free` is not the model that is paid for, `ft:…` is not its base,
 * `high/1024-x-1024/…` is one price of an image model.
 *
 * Two things can only be told by looking at all keys, which is what `ModelNames` does. A day at the
 * end is let go where the map knows one day only for that name, because then the name without a day
 * is that model (`gpt-4o-mini-2024-07-18`); `gpt-4o` has had several, so each stands for itself. And
 * `instruct` is let go unless one provider sells both, as some do a base model.
 */
import { companyOf } from './vendors.ts';
import { own } from '../core/collections.ts';
import { lastPart } from '../core/nearest.ts';

/** A key as the identity of models looks at it. */
export interface NamedKey {
  readonly key: string;
  readonly provider: string | null;
  readonly mode: string | null;
}

/** The identities of the models of one map. */
export class ModelNames {
  readonly #parts = new Map<string, Parts>();
  readonly #days = new Map<string, Set<string>>();
  readonly #apart = new Set<string>();

  /** @param models all models of the map: what is left out cannot tell two names apart. */
  constructor(models: Iterable<NamedKey>) {
    const kinds = new Map<string, boolean>();
    for (const { key, provider } of models) {
      const parts = takeApart(key);
      this.#parts.set(key, parts);
      const { base, day, isInstruct } = parts;
      if (day !== null) this.#days.set(base, (this.#days.get(base) ?? new Set()).add(day));
      if (provider === null) continue;
      const offer = `${companyOf(provider)} ${base}`;
      const other = kinds.get(offer);
      if (other !== undefined && other !== isInstruct) this.#apart.add(base);
      kinds.set(offer, isInstruct);
    }
  }

  /** A text that two models share exactly when they are the same one and do the same kind of work. */
  of({ key, mode }: Pick<NamedKey, 'key' | 'mode'>): string {
    const kind = kindOf(mode);
    return `${kind} ${SERVICES.has(kind) ? key : this.named(key)}`;
  }

  /** The same without the kind of work: for a name that somebody typed. */
  named(key: string): string {
    const { base, day, isInstruct } = this.#parts.get(key) ?? takeApart(key);
    const isOneOfSeveral = day !== null && (this.#days.get(base)?.size ?? 0) > 1;
    const isBesideBase = isInstruct && this.#apart.has(base);
    return base + (isOneOfSeveral ? ` of ${day}` : '') + (isBesideBase ? ' instruct' : '');
  }
}

/**
 * The model's own name: no path, no region, no maker in front, in lower case.
 * `us.anthropic.claude-3-haiku-…` → `claude-3-haiku-…`, `databricks/databricks-gpt-5` → `gpt-5`.
 */
export function bareName(key: string): string {
  const lower = key.toLowerCase();
  const last = lastPart(lower);
  const name = withoutLabels(GENERIC.test(last) ? lower.split('/').slice(-2).join('-') : last);
  const [first = '', ...rest] = name.split('-');
  return MAKERS.has(first) && /^[a-z]/.test(rest[0] ?? '') ? rest.join('-') : name;
}

/** Modes in which one model is sold for one kind of work under different interfaces. */
const KINDS: Readonly<Record<string, string>> = {
  responses: 'chat',
  completion: 'chat',
  image_edit: 'image_generation',
};

/** Modes whose entries are services of their provider, called `search` by each of them. */
const SERVICES: ReadonlySet<string> = new Set(['search', 'vector_store']);

function kindOf(mode: string | null): string {
  return own(KINDS, mode ?? '') ?? mode ?? 'chat';
}

interface Parts {
  /** Terms, words and numbers of the name. */
  readonly base: string;
  /** `20250929`; null for a name without a whole date. */
  readonly day: string | null;
  readonly isInstruct: boolean;
}

function takeApart(key: string): Parts {
  const lower = key.toLowerCase();
  const path = lower.split('/');
  const last = lastPart(lower);
  const name = GENERIC.test(last) ? path.join('-') : last;
  const { text, day } = withoutDay(withoutRevision(withoutLabels(name)));
  const words: string[] = [];
  const numbers: string[] = [];
  let isInstruct = false;
  for (const token of tokensOf(text)) {
    if (token === 'instruct' || token === 'it') isInstruct = true;
    else (/\d/.test(token) ? numbers : words).push(token);
  }
  const terms = path.slice(0, -1).filter((part) => TERM.test(part));
  return { base: [...terms, ...words.sort(), '|', ...numbers].join(' '), day, isInstruct };
}

/** Parts of a path that say what is sold: a size, a quality, a number of steps, a commitment. */
const TERM =
  /^(\d+-x-\d+|max-x-max|(\d+|max)-steps|\d+-month-commitment|low|medium|high|standard|hd|auto|premium)$/;

/** Last parts of a path that name no model by themselves: `fal_ai/fal-ai/flux-pro/v1.1`. */
const GENERIC =
  /^(v?\d[\d.]*(-ultra)?|search(-pro|-advanced|_advanced)?|container|preview|fast|standard|text-to-image|image-to-image|auto|\*)$/;

/** Regions and makers that Bedrock and Oracle put in front of a name with a dot. */
const LABELS: ReadonlySet<string> = new Set([
  'us',
  'eu',
  'apac',
  'global',
  'au',
  'jp',
  'ca',
  'us-gov',
  'anthropic',
  'meta',
  'amazon',
  'cohere',
  'minimax',
  'stability',
  'mistral',
  'qwen',
  'moonshotai',
  'moonshot',
  'openai',
  'xai',
  'google',
  'twelvelabs',
  'ai21',
  'zai',
  'writer',
  'nvidia',
  'deepseek',
]);

function withoutLabels(name: string): string {
  const [label = '', ...rest] = name.split('.');
  if (rest.length === 0 || !LABELS.has(label)) return name;
  const bare = withoutLabels(rest.join('.'));
  // `deepseek.r1` is the one name that its maker's label is part of.
  return label === 'deepseek' && !bare.startsWith('deepseek') ? `deepseek-${bare}` : bare;
}

/**
 * `-v1:0` is Bedrock's own revision, as is any `-vN:0` behind a day and `-v1` behind a version;
 * `-v2:1` is version 2.1.
 */
function withoutRevision(name: string): string {
  return name
    .replace(/@default$/, '')
    .replace('@', '-')
    .replace(/(-v?\d+:\d+):\d+k$/, '$1')
    .replace(/-(?:v?1|(?<=\d{8}-)v\d+):0$/, '')
    .replace(/(?<=\d)-v1$/, '')
    .replace(/-v(\d+):(\d+)$/, '-$1-$2');
}

function withoutDay(name: string): { readonly text: string; readonly day: string | null } {
  const found = /(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])-?([0-3]\d)(?!\d)/.exec(name);
  if (found === null) return { text: name, day: null };
  return { text: name.replace(found[0], ''), day: found.slice(1).join('') };
}

/** How the same weights are packed, which not all sellers say. */
const PACKING: ReadonlySet<string> = new Set([
  'hf',
  'maas',
  'gguf',
  'awq',
  'fp8',
  'fp16',
  'bf16',
  'int8',
  'nvfp4',
  'mxfp4',
  'mxfp',
]);

/** Makers whose name some sellers put in front of the model's own. */
const MAKERS: ReadonlySet<string> = new Set([
  'meta',
  'openai',
  'anthropic',
  'google',
  'mistralai',
  'amazon',
  'databricks',
  'nvidia',
  'zai',
]);

function tokensOf(name: string): readonly string[] {
  const tokens: string[] = [];
  for (const word of name.replace(/(\d)p(?=\d)/g, '$1.').split(/[^a-z0-9\u0080-\uffff]+/)) {
    if (word === '' || PACKING.has(word)) continue;
    // `qwen3` → `qwen`, `3`; `v3` → `3`; sizes and makes such as `70b`, `k2`, `o3` and `4o` stay whole.
    const [, letters, rest] = /^(v|[a-z]{3,})(\d.*)$/.exec(word) ?? [];
    if (letters === undefined || rest === undefined) tokens.push(word);
    else if (letters === 'v') tokens.push(rest);
    else tokens.push(letters, rest);
  }
  let start = 0;
  while (MAKERS.has(tokens[start] ?? '') && /^[a-z]/.test(tokens[start + 1] ?? '')) start += 1;
  return tokens.slice(start);
}
