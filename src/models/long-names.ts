/**
 * Longer names that providers document for a model, and the names that they stand for:
 *
 *     ft:gpt-4o-2024-08-06:acme::AbC1       ft:gpt-4o-2024-08-06    (a fine-tune never is its base)
 *     models/gemini-2.5-pro                 gemini-2.5-pro
 *     bedrock/eu-west-1/NAME                bedrock/NAME
 *     arn:aws:bedrock:…:inference-profile/us.anthropic.…            bedrock/us.anthropic.…
 *     claude-sonnet-4-5[1m]                 claude-sonnet-4-5
 *     moonshotai/kimi-k2:nitro              openrouter/moonshotai/kimi-k2, as an assumption
 */
import { splitProvider } from './name-forms.ts';

/** What a longer name stands for. */
export interface LongName {
  readonly name: string;
  readonly by: 'long-form' | 'variant';
  /** OpenRouter's `:free`, which costs nothing. */
  readonly isFree?: boolean;
  /** What is assumed with it; undefined where the provider documents that it is the same model. */
  readonly assumption?: string;
}

/** The names that a longer one stands for, the most exact first; none for an ordinary name. */
export function longNames(name: string): readonly LongName[] {
  return [...variantOf(name), ...documented(name).flatMap(withInner)];
}

/** A long form may hold another one: `bedrock/converse/arn:…`, `openai/ft:…[1m]`. */
function withInner(name: string): readonly LongName[] {
  return [{ name, by: 'long-form' }, ...longNames(name)];
}

function documented(name: string): readonly string[] {
  const oneMillion = /^(.+)\[1m\]$/i.exec(name)?.[1];
  if (oneMillion !== undefined) return [oneMillion];
  const fineTuned = /^((?:[^/]+\/)?ft:[^:]+):.+$/i.exec(name)?.[1];
  if (fineTuned !== undefined) return [fineTuned];
  const google = /(?:^|\/)publishers\/[^/]+\/models\/([^/]+)$/.exec(name)?.[1];
  if (google !== undefined) return [`vertex_ai/${google}`, google];
  const gemini = /^(?:[^/]+\/)?models\/([^/]+)$/.exec(name)?.[1];
  if (gemini !== undefined) return [gemini];
  const arn = arnOf(name);
  if (arn?.model !== undefined) return [`bedrock/${arn.region}/${arn.model}`, `bedrock/${arn.model}`];
  const bedrock = /^bedrock\/(?:converse|invoke|[a-z]{2}(?:-[a-z]+)+-\d)\/(.+)$/.exec(name)?.[1];
  return bedrock === undefined ? [] : [`bedrock/${bedrock}`];
}

interface Arn {
  readonly region: string;
  /** Undefined where the resource is the user's own, such as an application's profile. */
  readonly model: string | undefined;
}

function arnOf(name: string): Arn | undefined {
  const found = /^(?:.*\/)?arn:aws[\w-]*:bedrock:([\w-]*):\d*:([\w-]+)\/(.+)$/.exec(name);
  const [, region, kind, resource] = found ?? [];
  if (region === undefined) return undefined;
  const namesModel = kind === 'foundation-model' || kind === 'inference-profile';
  return { region, model: namesModel ? resource : undefined };
}

/** True for an ARN that names no model, such as that of an application's inference profile. */
export function isOpaqueArn(name: string): boolean {
  const arn = arnOf(name);
  return arn !== undefined && arn.model === undefined;
}

/** What OpenRouter's variants suppose. They stand behind `maker/model`. */
const VARIANTS: Readonly<Record<string, string>> = {
  free: 'OpenRouter charges nothing for a :free variant',
  nitro: 'a :nitro variant is routed by speed and billed as its base model',
  floor: 'a :floor variant is routed by price and billed as its base model',
  online: 'an :online variant is billed as its base model, and its searches are not included',
  beta: 'a :beta variant is billed as its base model',
};

function variantOf(name: string): readonly LongName[] {
  const [, base, variant] = /^([^:]+\/[^:]+):([a-z]+)$/i.exec(name) ?? [];
  const kind = variant?.toLowerCase() ?? '';
  if (base === undefined || !Object.hasOwn(VARIANTS, kind)) return [];
  const assumption = VARIANTS[kind] ?? '';
  const [prefix] = splitProvider(base);
  const names = prefix === 'openrouter' ? [base] : [`openrouter/${base}`, base];
  return names.map((each) => ({ name: each, by: 'variant', isFree: kind === 'free', assumption }));
}
