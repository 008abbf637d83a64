/** Bedrock's models under the names that the map has for its interfaces. */
const BEDROCK = ['bedrock', 'bedrock_converse', 'bedrock_mantle'];

/** Proper names of providers, as they write them themselves. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    openai: 'OpenAI',
    'text-completion-openai': 'OpenAI',
    chatgpt: 'ChatGPT',
    azure: 'Azure',
    azure_ai: 'Azure AI',
    azure_text: 'Azure',
    anthropic: 'Anthropic',
    gemini: 'Google Gemini',
    palm: 'Google PaLM',
    vertex_ai: 'Vertex AI',
    bedrock: 'Amazon Bedrock',
    bedrock_converse: 'Amazon Bedrock',
    bedrock_mantle: 'Amazon Bedrock',
    sagemaker: 'Amazon SageMaker',
    amazon_nova: 'Amazon Nova',
    aws_polly: 'Amazon Polly',
    xai: 'xAI',
    mistral: 'Mistral AI',
    codestral: 'Mistral AI',
    'text-completion-codestral': 'Mistral AI',
    deepseek: 'DeepSeek',
    cohere: 'Cohere',
    cohere_chat: 'Cohere',
    groq: 'Groq',
    perplexity: 'Perplexity',
    moonshot: 'Moonshot AI',
    dashscope: 'Alibaba Cloud',
    voyage: 'Voyage AI',
    fireworks_ai: 'Fireworks AI',
    'fireworks_ai-embedding-models': 'Fireworks AI',
    together_ai: 'Together AI',
    openrouter: 'OpenRouter',
    vercel_ai_gateway: 'Vercel AI Gateway',
    github_copilot: 'GitHub Copilot',
    deepinfra: 'DeepInfra',
    novita: 'Novita AI',
    oci: 'Oracle Cloud',
    replicate: 'Replicate',
    snowflake: 'Snowflake',
    deepgram: 'Deepgram',
    cloudflare: 'Cloudflare',
    nebius: 'Nebius',
    ollama: 'Ollama',
    watsonx: 'IBM watsonx',
    databricks: 'Databricks',
    stability: 'Stability AI',
    lambda_ai: 'Lambda',
    sambanova: 'SambaNova',
    gmi: 'GMI Cloud',
    scaleway: 'Scaleway',
    hyperbolic: 'Hyperbolic',
    nscale: 'Nscale',
    wandb: 'Weights & Biases',
    llamagate: 'LlamaGate',
    ovhcloud: 'OVHcloud',
    fal_ai: 'fal',
    aiml: 'AI/ML API',
    gradient_ai: 'DigitalOcean Gradient AI',
    zai: 'Z.ai',
    anyscale: 'Anyscale',
    volcengine: 'Volcengine',
    ai21: 'AI21 Labs',
    baseten: 'Baseten',
    minimax: 'MiniMax',
    publicai: 'Public AI',
    black_forest_labs: 'Black Forest Labs',
    cerebras: 'Cerebras',
    crusoe: 'Crusoe',
    gigachat: 'GigaChat',
    runwayml: 'Runway',
    elevenlabs: 'ElevenLabs',
    heroku: 'Heroku',
    meta_llama: 'Meta Llama API',
    meta: 'Meta',
    nvidia_nim: 'NVIDIA NIM',
    v0: 'v0',
    assemblyai: 'AssemblyAI',
    nlp_cloud: 'NLP Cloud',
    featherless_ai: 'Featherless AI',
    friendliai: 'FriendliAI',
    morph: 'Morph',
    parallel_ai: 'Parallel',
    reducto: 'Reducto',
    recraft: 'Recraft',
    linkup: 'Linkup',
    tavily: 'Tavily',
    soniox: 'Soniox',
    tencent: 'Tencent Cloud',
    dataforseo: 'DataForSEO',
    exa_ai: 'Exa',
    firecrawl: 'Firecrawl',
    searxng: 'SearXNG',
    serper: 'Serper',
    google_pse: 'Google Programmable Search',
    jina_ai: 'Jina AI',
    inception: 'Inception',
    'text-completion-inception': 'Inception',
    you_com: 'You.com',
    sarvam: 'Sarvam AI',
    duckduckgo: 'DuckDuckGo',
    lemonade: 'Lemonade',
  }),
);

/** `vertex_ai-language-models` and its like are one provider: `vertex_ai`. */
export function providerFamily(provider: string): string {
  return provider.startsWith('vertex_ai') ? 'vertex_ai' : provider;
}

/** The provider's proper name; the map's own spelling for one that has none here. */
export function providerName(provider: string | null): string {
  if (provider === null) return 'Unknown provider';
  return NAMES.get(providerFamily(provider)) ?? provider;
}

/** Providers that pass requests on: they put the model's maker in front of its name. */
const GATEWAYS: ReadonlySet<string> = new Set(['openrouter', 'vercel_ai_gateway']);

export function isGateway(provider: string): boolean {
  return GATEWAYS.has(spelled(provider));
}

/** True for a provider that this table names. */
export function isKnownProvider(name: string): boolean {
  return NAMES.has(providerFamily(name.toLowerCase()));
}

/**
 * Other names of providers: as people type them, as Hugging Face and OpenRouter name their makers, and
 * as OpenTelemetry and SDKs report them. Dashes are written as underscores here.
 */
const SPELLINGS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    openai: ['openai', 'text-completion-openai'],
    azure_openai: ['azure'],
    'azure.ai.openai': ['azure'],
    'az.ai.openai': ['azure'],
    'azure.ai.inference': ['azure_ai'],
    'az.ai.inference': ['azure_ai'],
    bedrock: BEDROCK,
    amazon_bedrock: BEDROCK,
    aws_bedrock: BEDROCK,
    'aws.bedrock': BEDROCK,
    cohere: ['cohere', 'cohere_chat'],
    google: ['gemini'],
    google_genai: ['gemini'],
    'gcp.gemini': ['gemini'],
    'gcp.gen_ai': ['gemini'],
    vertex: ['vertex_ai'],
    google_vertex: ['vertex_ai'],
    google_vertexai: ['vertex_ai'],
    'google.vertex': ['vertex_ai'],
    'gcp.vertex_ai': ['vertex_ai'],
    alibaba: ['dashscope'],
    qwen: ['dashscope'],
    deepseek_ai: ['deepseek'],
    x_ai: ['xai'],
    moonshotai: ['moonshot'],
    mistralai: ['mistral'],
    mistral_ai: ['mistral'],
    minimaxai: ['minimax'],
    z_ai: ['zai'],
    zai_org: ['zai'],
    fireworks: ['fireworks_ai'],
    together: ['together_ai'],
    togetherai: ['together_ai'],
    'ibm.watsonx.ai': ['watsonx'],
  }),
);

/** What SDKs put behind a provider's name: `openai.responses`, `google.generative-ai`. */
const INTERFACES = [
  'chat',
  'responses',
  'messages',
  'completion',
  'embedding',
  'image',
  'generative_ai',
] as const;
const INTERFACE = new RegExp(`\\.(${INTERFACES.join('|')})$`);

/** True when a user who wrote `prefix` before a model may mean this provider. */
export function isProvider(provider: string | null, prefix: string): boolean {
  return provider !== null && (provider === prefix || providersNamed(prefix)(provider));
}

/** The same for one prefix and many providers. */
export function providersNamed(prefix: string): (provider: string) => boolean {
  const wanted = spelled(prefix).replace(INTERFACE, '');
  const families = SPELLINGS.get(wanted);
  return (provider) => {
    const family = providerFamily(provider);
    if (provider === prefix || family === prefix) return true;
    if (spelled(provider) === wanted || spelled(family) === wanted) return true;
    return families?.includes(family) ?? false;
  };
}

/** Every way in which isProvider lets somebody write one of these providers: lower case, underscores for dashes. */
export function providerSpellings(families: readonly string[]): readonly string[] {
  const names = [...families.map(spelled), ...SPELLINGS.keys()];
  return names.flatMap((name) => [name, ...INTERFACES.map((each) => `${name}.${each}`)]);
}

function spelled(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}
