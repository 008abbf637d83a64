/** What the documents of several commands hold. */
import { z } from 'zod';
import { CAPABILITY_NAMES } from '../../models/capabilities.ts';
import { EXIT_CODES, type ErrorCode } from '../../core/errors.ts';
import { SCHEMA_VERSION } from '../document.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';

/** Whatever JSON can hold. */
export const json: z.ZodType<JsonValue> = z.any();
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), json);

const ERROR_CODES: readonly ErrorCode[] = Object.keys(EXIT_CODES).filter((code): code is ErrorCode =>
  Object.hasOwn(EXIT_CODES, code),
);

export const matchedBy = z.enum([
  'user-alias',
  'key',
  'case',
  'alias',
  'provider',
  'long-form',
  'variant',
  'spelling',
]);

export const unit = z.enum([
  'token',
  '1k_tokens',
  'image',
  'pixel',
  'second',
  'character',
  'request',
  'query',
  'page',
  'credit',
  'session',
  '1k_calls',
  'gb_day',
  'dbu_token',
  'factor',
]);

export const priceConditions = z
  .strictObject({
    aboveTokens: z.number().nullable(),
    fromTokens: z.number().nullable(),
    toTokens: z.number().nullable(),
    tier: z.string().nullable(),
    batch: z.boolean(),
    ttl: z.string().nullable(),
    resolution: z.string().nullable(),
    quality: z.string().nullable(),
    offPeak: z.boolean(),
  })
  .meta({ id: 'PriceConditions' });

export const notUnderstood = z
  .strictObject({
    field: z.string(),
    value: json,
    reason: z
      .enum(['unknownField', 'unusableValue'])
      .describe('The grammar does not know the field, or its value is no figure.'),
  })
  .meta({ id: 'NotUnderstood' });

export const unusableField = z
  .strictObject({
    field: z.string(),
    reason: z.string().describe('To be read behind the field.'),
  })
  .meta({ id: 'UnusableField' });

export const limits = z
  .strictObject({
    inputTokens: z.number().nullable(),
    outputTokens: z.number().nullable(),
    totalTokens: z.number().nullable(),
    contextTokens: z
      .number()
      .nullable()
      .describe('The context window: `max_input_tokens`, else `max_tokens`.'),
  })
  .meta({ id: 'Limits' });

export const capabilities = z.record(z.enum(CAPABILITY_NAMES), z.boolean().nullable());

export const deprecation = z
  .strictObject({
    date: z.string().describe('`YYYY-MM-DD`.'),
    daysLeft: z.number().describe('Days left; below 0 when it has passed.'),
  })
  .meta({ id: 'Deprecation' });

export const change = z
  .strictObject({
    field: z.string(),
    item: z.string().describe('What a person calls it, with its condition: `Input`, `Output, priority`.'),
    unit,
    thenUsdPerUnit: z.number().nullable(),
    nowUsdPerUnit: z.number().nullable(),
  })
  .meta({ id: 'Change' });

export const reviewNote = z
  .strictObject({
    on: z.string(),
    by: z.string(),
    against: z.string(),
    note: z.string().nullable(),
    file: z.string().describe('The file that holds it.'),
    changes: z.array(change).describe('What the map has changed since; empty when all is as it was.'),
    differences: z
      .array(change)
      .describe('Where the map says otherwise than the page did, as far as its figures were written down.'),
  })
  .meta({ id: 'ReviewNote' });

export const disagreement = z
  .strictObject({
    field: z.string(),
    hereUsdPerUnit: z.number(),
    thereUsdPerUnit: z.number(),
  })
  .meta({ id: 'Disagreement' });

export const oneSided = z
  .strictObject({
    field: z.string(),
    usdPerUnit: z.number(),
  })
  .meta({ id: 'OneSided' });

export const crossCheck = z
  .strictObject({
    status: z
      .enum(['agrees', 'differs', 'unknown'])
      .describe('`unknown`: the list has no model of exactly this name at the provider.'),
    theirs: z
      .string()
      .nullable()
      .describe('`openai:gpt-image-2`, as the list has it; null where it has none.'),
    agreements: z.array(z.string()).describe('Fields that say the same in both.'),
    disagreements: z.array(disagreement),
    onlyHere: z.array(oneSided),
    onlyThere: z.array(oneSided),
  })
  .meta({ id: 'CrossCheck' });

export const override = z
  .strictObject({
    kind: z.enum(['price', 'model', 'tier', 'region', 'discount', 'margin', 'scores']),
    file: z.string(),
    path: z.string().describe('The place in the file: `overrides["gpt-4o"].usdPer1M.input`.'),
    message: z.string().describe('One sentence for a person.'),
    field: z
      .string()
      .nullable()
      .describe("The cost map's field that it stands for; null where it stands for none."),
  })
  .meta({ id: 'Override' });

export const currency = z
  .strictObject({
    code: z.string().describe('`EUR`.'),
    symbol: z.string().nullable(),
    perUsd: z.number().describe('So much of it is one USD.'),
    asOf: z.string().nullable().describe('The day of the rate; null where the file does not say.'),
  })
  .meta({ id: 'Currency' });

export const mapSource = z
  .strictObject({
    kind: z.enum([
      'file',
      'url',
      'cache',
      'network',
      'stale-cache',
      'price-book',
      'lock',
      'lock-entries',
      'snapshot',
    ]),
    location: z
      .string()
      .nullable()
      .describe('The address or path that the user would recognise; null for the price book.'),
    sha256: z
      .string()
      .describe(
        'SHA-256 (hex) of the map as it was published; for `lock-entries`, of the entries that the lock keeps.',
      ),
    syncedAt: z
      .string()
      .describe('When the map was fetched or, for a file and the price book, last changed (ISO 8601, UTC).'),
    modelCount: z.number(),
    projectFiles: z
      .array(z.string())
      .describe('Files of the project that had a say in the answer: its settings, its lock.'),
  })
  .meta({ id: 'MapSource' });

export const notice = z
  .strictObject({
    code: z.string(),
    message: z.string(),
  })
  .meta({ id: 'Notice' });

export const document = z
  .strictObject({
    schemaVersion: z.literal(SCHEMA_VERSION),
    warnings: z.array(notice),
  })
  .meta({ id: 'Document' });

export const benchmark = z
  .strictObject({
    name: z.string().nullable().describe('Short, as it stands above the scores.'),
    benchmark: z.string().nullable(),
    month: z.string().nullable().describe('Of the newest run, `2025-10`.'),
    source: z.string().nullable(),
  })
  .describe('What `codingPercent` is of.');

export const mapDocument = z
  .strictObject({
    ...document.shape,
    source: mapSource,
  })
  .meta({ id: 'MapDocument' });

const usd = z.number().nullable().describe('In USD; null where nothing that was used has a price.');

export const totals = z
  .strictObject({
    inputUsd: usd,
    outputUsd: usd,
    otherUsd: usd,
    adjustmentsUsd: z
      .number()
      .nullable()
      .describe("Discounts and margins of the user's settings; below 0 where they make the job cheaper."),
    totalUsd: usd,
  })
  .meta({ id: 'Totals' });

export const tier = z.enum(['standard', 'flex', 'priority', 'ultrafast', 'batch']);

export const side = z.enum(['input', 'output', 'other']);

export const moneyState = z.enum(['known', 'free', 'partial', 'unknown']);

export const assumption = z
  .strictObject({
    code: z.string(),
    message: z.string(),
  })
  .meta({ id: 'Assumption' });

export const candidate = z
  .strictObject({
    model: z.string().describe('The key of its entry.'),
    provider: z.string(),
    price: z.string(),
  })
  .meta({ id: 'Candidate' });

export const refusalReport = z
  .strictObject({
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable(),
    candidates: z.array(candidate).exactOptional(),
  })
  .meta({ id: 'RefusalReport' });

export const usage = z
  .strictObject({
    inputTokens: z.number().exactOptional(),
    cacheReadTokens: z.number().exactOptional(),
    cacheReadImageTokens: z.number().exactOptional(),
    cacheReadAudioTokens: z.number().exactOptional(),
    cacheWriteTokens: z.number().exactOptional().describe('All cache writes, whatever their time to live.'),
    cacheWrite1hTokens: z
      .number()
      .exactOptional()
      .describe('The part of `cacheWriteTokens` that lives an hour.'),
    inputImageTokens: z
      .number()
      .exactOptional()
      .describe('Image tokens in, those read from the cache left out.'),
    inputAudioTokens: z
      .number()
      .exactOptional()
      .describe('Audio tokens in, those read from the cache left out.'),
    inputVideoTokens: z.number().exactOptional(),
    outputTokens: z.number().exactOptional(),
    reasoningTokens: z.number().exactOptional(),
    outputImageTokens: z.number().exactOptional(),
    outputAudioTokens: z.number().exactOptional(),
    outputVideoTokens: z.number().exactOptional(),
    images: z.number().exactOptional().describe('Images made.'),
    imageSize: z.string().exactOptional().describe('`1024x1536`, `2K` or `auto`.'),
    imageQuality: z.string().exactOptional().describe('`low`, `medium`, `high`, `standard`, `hd` or `auto`.'),
    referenceImages: z
      .array(z.string())
      .exactOptional()
      .describe('Sizes (`WxH`) of the images that the request sends in.'),
    partialImages: z
      .number()
      .exactOptional()
      .describe('Partial images streamed while the final one is made.'),
    seconds: z.number().exactOptional().describe('Audio heard, or audio or video made. May be fractional.'),
    resolution: z.string().exactOptional().describe('Video resolution, `1080p`.'),
    characters: z.number().exactOptional(),
    pages: z.number().exactOptional(),
    annotatedPages: z.number().exactOptional(),
    credits: z.number().exactOptional(),
    queries: z.number().exactOptional(),
    results: z.number().exactOptional().describe('Results that each query asks for.'),
    sessions: z.number().exactOptional(),
    webSearches: z.number().exactOptional(),
    searchContext: z.enum(['low', 'medium', 'high']).exactOptional(),
  })
  .meta({ id: 'Usage' });

export const errorReport = z
  .strictObject({
    code: z.enum(ERROR_CODES),
    message: z.string(),
    hint: z.string().nullable(),
    candidates: z.array(candidate).exactOptional(),
  })
  .meta({ id: 'ErrorReport' });

export const tokenMeter = z.enum([
  'input',
  'cacheRead',
  'cacheReadImage',
  'cacheReadAudio',
  'cacheWrite',
  'cacheWrite1h',
  'inputImage',
  'inputAudio',
  'inputVideo',
  'output',
  'reasoning',
  'outputImage',
  'outputAudio',
  'outputVideo',
]);

export const unitMeter = z.enum([
  'referenceImages',
  'images',
  'seconds',
  'characters',
  'pages',
  'annotatedPages',
  'credits',
  'queries',
  'requests',
  'sessions',
  'webSearches',
  'groundings',
  'mapsGroundings',
  'retrievals',
  'fileSearches',
  'imageCalls',
  'liveSources',
  'toolCalls',
  'codeExecutions',
  'citations',
  'unclassifiedTokens',
  'cutTokens',
]);

export const meter = z.union([tokenMeter, unitMeter]);

export const skipReason = z.enum([
  'no usage',
  'unknown usage',
  'unreadable',
  'failed request',
  'synthetic',
  'repeated',
  'summary',
  'gateway cache',
]);
