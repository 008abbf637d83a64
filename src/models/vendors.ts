import { own } from '../core/collections.ts';
import { providerFamily } from './providers.ts';

/** Providers of the map that are one company under several names: they count as one seller. */
const COMPANIES: Readonly<Record<string, string>> = {
  azure_ai: 'azure',
  azure_text: 'azure',
  bedrock_converse: 'bedrock',
  bedrock_mantle: 'bedrock',
  amazon_nova: 'bedrock',
  chatgpt: 'openai',
  'text-completion-openai': 'openai',
  cohere_chat: 'cohere',
  palm: 'gemini',
  vertex_ai: 'gemini',
  meta: 'meta_llama',
  codestral: 'mistral',
  'text-completion-codestral': 'mistral',
  'text-completion-inception': 'inception',
  'fireworks_ai-embedding-models': 'fireworks_ai',
};

/** The company behind a provider of the map: `azure` for azure_ai, `gemini` for Vertex AI. */
export function companyOf(provider: string): string {
  const family = providerFamily(provider);
  return own(COMPANIES, family) ?? family;
}

/**
 * Who makes the models of that name, by the first letters of the bare name, and the providers of the
 * map through which they sell them, the one whose price is their list price first. A maker that sells
 * nothing itself is not here: its models have no maker's price.
 */
const MAKERS: readonly { readonly name: RegExp; readonly providers: readonly string[] }[] = [
  {
    name: /^(ft:)?(gpt-(?!oss)|chatgpt|codex|davinci|babbage|dall-e|whisper-1|tts-1|sora|omni-mod|text-mod|computer-use-prev|text-embedding-(3|ada)|o[1-9](-|$))/,
    providers: ['openai', 'text-completion-openai'],
  },
  { name: /^claude/, providers: ['anthropic'] },
  {
    name: /^(gemini|gemma|imagen|veo|lyria|palm|text-bison|chat-bison|code-bison|codechat-bison|text-embedding-0|textembedding-gecko|text-multilingual)/,
    providers: ['gemini', 'vertex_ai'],
  },
  { name: /^(meta-)?(code)?-?llama/, providers: ['meta_llama', 'meta'] },
  {
    name: /^(open-)?(mi[sx]tral|codestral|ministral|pixtral|magistral|devstral|voxtral)/,
    providers: ['mistral', 'codestral'],
  },
  { name: /^deepseek/, providers: ['deepseek'] },
  { name: /^grok/, providers: ['xai'] },
  { name: /^(command|embed-(english|multilingual|v)|rerank|c4ai)/, providers: ['cohere_chat', 'cohere'] },
  { name: /^(sonar|pplx)/, providers: ['perplexity'] },
  { name: /^(qwen|qwq|qvq)/, providers: ['dashscope'] },
  { name: /^(kimi|moonshot)/, providers: ['moonshot'] },
  { name: /^glm/, providers: ['zai'] },
  { name: /^minimax/, providers: ['minimax'] },
  {
    name: /^(titan|nova-(micro|lite|pro|premier|canvas|reel|sonic|2))/,
    providers: ['bedrock', 'bedrock_converse', 'amazon_nova'],
  },
  { name: /^(jamba|j2)/, providers: ['ai21'] },
  { name: /^voyage/, providers: ['voyage'] },
  { name: /^granite/, providers: ['watsonx'] },
  { name: /^(phi|mai)-/, providers: ['azure_ai', 'azure'] },
  { name: /^dbrx/, providers: ['databricks'] },
  { name: /^(stable-|sd3|sdxl)/, providers: ['stability'] },
  { name: /^flux/, providers: ['black_forest_labs'] },
  { name: /^(eleven|scribe)/, providers: ['elevenlabs'] },
  { name: /^mercury/, providers: ['inception'] },
  { name: /^(doubao|seed)/, providers: ['volcengine'] },
  { name: /^jina/, providers: ['jina_ai'] },
  { name: /^morph/, providers: ['morph'] },
  { name: /^v0/, providers: ['v0'] },
  { name: /^recraft/, providers: ['recraft'] },
];

/**
 * The providers through which the maker of a model sells it, its list price first; none where the
 * maker is not known or sells nothing itself.
 * @param name the model's bare name, in lower case.
 */
export function makersProviders(name: string): readonly string[] {
  return MAKERS.find((maker) => maker.name.test(name))?.providers ?? [];
}
