import { type JsonObject, type JsonValue, asList, asObject, asText, field } from '../core/json.ts';
import { decimalText } from './decimal-text.ts';
import { Notes } from './notes.ts';
import { shown } from '../core/show-value.ts';
import type { Place } from './shape.ts';
import { servedTier, tierField } from './tier.ts';
import { valueAt } from './reported-counts.ts';
import { momentMs } from './time.ts';
import type { Tier } from './usage.ts';

/*
 * What stands beside a usage object, under the names that providers and gateways give it. Each is
 * looked for from the innermost holder outwards, so that what the response says goes before what
 * the line around it says: the model and the tier that served go before those that were asked for.
 */

const MODEL_NAMES = [
  'model',
  'modelVersion',
  'model_version',
  'modelId',
  'modelID',
  'model_name',
  'modelName',
  'main_model',
  'model_id',
  'model_permaslug',
  'snapshot_id',
  'ls_model_name',
  'response_model',
  'request_model',
] as const;
/** Objects beside a usage object that may name its model. */
const MODEL_HOLDERS = [
  ['response'],
  ['response_metadata'],
  ['metadata'],
  ['meta'],
  ['extra', 'metadata'],
  ['model'],
];
const PROVIDER_NAMES = ['custom_llm_provider', 'litellm_provider', 'provider'] as const;
const TIME_NAMES = [
  'timestamp',
  'created',
  'created_at',
  'createdAt',
  'createTime',
  'create_time',
  'startTime',
  'start_time',
  'startedAt',
  'time',
  'ts',
  'at',
  'date',
  '@timestamp',
] as const;
const SESSION_NAMES = ['session', 'session_id', 'sessionId', 'conversation_id', 'conversationId'] as const;
const PROJECT_NAMES = ['project', 'project_id', 'projectId'] as const;
const USER_NAMES = ['user', 'user_id', 'userId', 'end_user'] as const;
const TAG_NAMES = ['tags', 'request_tags'] as const;
const COST_NAMES = ['costUSD', 'costUsd', 'cost_usd', 'response_cost', 'spend'] as const;
/** Names under which a 0 says no more than that nobody knew a price. */
const LOOSE_COST_NAMES = ['total_cost', 'totalCost', 'total_cost_usd', 'cost'] as const;

/** The model that the nearest holder names. */
export function modelOf({ usage, holders }: Place): string | undefined {
  for (const holder of [...holders, usage]) {
    const name = modelIn(holder);
    if (name !== undefined) return name;
    for (const beside of MODEL_HOLDERS) {
      const nested = modelIn(asObject(valueAt(holder, beside)));
      if (nested !== undefined) return nested;
    }
  }
  // Where only the request names one, it is that.
  for (const holder of holders) {
    const asked = asObject(field(holder, 'request'));
    const name = modelIn(asked) ?? modelIn(asObject(field(asked, 'body')));
    if (name !== undefined) return name;
  }
  return undefined;
}

function modelIn(object: JsonObject | undefined): string | undefined {
  for (const name of MODEL_NAMES) {
    const text = asText(field(object, name));
    // Gemini's version of a model is its name; Yandex's is a date.
    const isDate = /version$/i.test(name) && /^[\d.-]*$/.test(text ?? '');
    if (text !== undefined && !isDate) return text;
  }
  return undefined;
}

/**
 * The tier that was served: the response's own word. What stands further out, or in the request,
 * is the tier that was asked for; it counts only where the response says nothing, with a warning.
 */
export function tierOf({ usage, holders, bare }: Place, notes: Notes): Tier | undefined {
  const own = servedTier(servedIn(usage, holders[0]), notes);
  if (own !== undefined || bare) return own;
  const outer = holders.slice(1).map(tierField).find(isSaid);
  const asked = holders.map((holder) => tierField(requestOf(holder))).find(isSaid);
  const claimed = outer ?? asked;
  // The request `auto` leaves the choice to the provider.
  if (claimed === undefined || claimed === 'auto') return undefined;
  notes.warnings.push(`the response names no service tier: ${shown(claimed)} is the one that was asked for`);
  return servedTier(claimed, notes);
}

/** The tier in a usage object, beside it, or where LangChain and the AI SDK keep what the provider sent. */
function servedIn(usage: JsonObject, holder: JsonObject | undefined): JsonValue | undefined {
  return (
    field(usage, 'service_tier') ??
    field(usage, 'serviceTier') ??
    tierField(holder) ??
    tierField(asObject(field(holder, 'response_metadata'))) ??
    tierField(asObject(valueAt(holder, ['providerMetadata', 'openai'])))
  );
}

const REQUEST_COUNTS = [
  'requests',
  'n_requests',
  'num_requests',
  'numRequests',
  'num_model_requests',
  'request_count',
  'successful_requests',
  'count',
] as const;

/**
 * How many requests the counts are the sum of, where the usage or its holder says so; undefined for
 * one. A provider's counts are never those of one request of several.
 */
export function sumOf({ usage, holders, bare }: Place): number | undefined {
  for (const object of bare ? [usage] : [usage, holders[0]]) {
    for (const name of REQUEST_COUNTS) {
      const count = new Notes().wholeNumber(scalar(field(object, name)), name);
      if (count !== undefined && count > 0) return count === 1 ? undefined : count;
    }
  }
  return undefined;
}

function scalar(value: JsonValue | undefined): JsonValue | undefined {
  return typeof value === 'object' ? undefined : value;
}

function requestOf(holder: JsonObject): JsonObject | undefined {
  const request = asObject(field(holder, 'request'));
  return asObject(field(request, 'body')) ?? request;
}

/** The provider that a gateway's line names, from the outermost holder in: inner ones are upstream's. */
export function providerOf({ holders }: Place): string | undefined {
  return firstText(holders.at(-1), PROVIDER_NAMES);
}

export function atMsOf({ holders }: Place): number | undefined {
  for (const holder of holders) {
    for (const name of TIME_NAMES) {
      const moment = momentMs(field(holder, name));
      if (moment !== undefined) return moment;
    }
  }
  return undefined;
}

/** What the provider or the gateway says that the request cost, as decimal text. */
export function reportedUsdOf({ usage, holders }: Place): string | undefined {
  // xAI counts in ticks, ten thousand million to the dollar.
  const ticks = decimalText(field(usage, 'cost_in_usd_ticks'), -10);
  if (ticks !== undefined) return ticks;
  // OpenRouter's `cost`, Perplexity's `cost.total_cost`, DeepInfra's `estimated_cost`.
  const cost = field(usage, 'cost');
  const stated =
    decimalText(cost) ??
    decimalText(field(asObject(cost), 'total_cost')) ??
    decimalText(field(usage, 'estimated_cost'));
  if (stated !== undefined) return stated;
  for (const holder of holders) {
    for (const name of COST_NAMES) {
      const amount = decimalText(field(holder, name));
      if (amount !== undefined) return amount;
    }
    for (const name of LOOSE_COST_NAMES) {
      const amount = decimalText(field(holder, name));
      if (amount !== undefined && amount !== '0') return amount;
    }
  }
  return undefined;
}

const ID_NAMES = ['id', 'responseId', 'response_id'] as const;

/**
 * The id of the reply, as the object that holds its usage tells it. A short number is the number of
 * a row, and tells no reply from another.
 */
export function replyIdOf({ holders }: Place): string | undefined {
  const id = firstText(holders[0], ID_NAMES) ?? qwenId(holders.at(-1));
  return id === undefined || /^\d{1,9}$/.test(id) ? undefined : id;
}

/** Qwen Code writes Gemini's replies without their ids into lines that have one. */
function qwenId(line: JsonObject | undefined): string | undefined {
  return field(line, 'usageMetadata') === undefined ? undefined : asText(field(line, 'uuid'));
}

/** What a tally can group by. */
export function groupsOf({ holders }: Place) {
  return {
    session: outward(holders, SESSION_NAMES),
    project: outward(holders, PROJECT_NAMES),
    user: outward(holders, USER_NAMES) ?? metadataUser(holders),
    tags: tagsOf(holders),
  };
}

function metadataUser(holders: readonly JsonObject[]): string | undefined {
  for (const holder of holders) {
    const user = firstText(asObject(field(holder, 'metadata')), USER_NAMES);
    if (user !== undefined) return user;
  }
  return undefined;
}

function tagsOf(holders: readonly JsonObject[]): readonly string[] | undefined {
  for (const holder of holders) {
    for (const name of TAG_NAMES) {
      const tags = asList(field(holder, name)).filter((tag) => typeof tag === 'string' && tag !== '');
      if (tags.length > 0) return tags.map(String);
    }
  }
  return undefined;
}

function outward(holders: readonly JsonObject[], names: readonly string[]): string | undefined {
  for (const holder of holders) {
    const text = firstText(holder, names);
    if (text !== undefined) return text;
  }
  return undefined;
}

function firstText(object: JsonObject | undefined, names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = asText(field(object, name));
    if (text !== undefined) return text;
  }
  return undefined;
}

function isSaid(value: JsonValue | undefined): boolean {
  return value !== undefined;
}
