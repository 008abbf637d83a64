import {
  attributeNames,
  MODEL,
  PROVIDER,
  RESPONSE_ID,
  SESSION,
  TIER,
  USER,
} from '../../shapes/otel-names.ts';
import {
  KIND_NAMES,
  MLFLOW_TYPE,
  PARENT_NAMES,
  SPAN_NAMES,
  START_NAMES,
  TRACE_NAMES,
} from '../../shapes/spans.ts';
import type { Field, Fields } from '../scan/fields.ts';
import { SPAN_COUNTS } from './counts.ts';

/** Where a line that is a span says so, in the order in which shapes/spans.ts asks. */
export const SPAN_PATHS = {
  trace: [...TRACE_NAMES, ...inside('context', TRACE_NAMES)],
  span: [...SPAN_NAMES, ...inside('context', SPAN_NAMES)],
  parent: [...PARENT_NAMES, ...inside('parentSpanContext', SPAN_NAMES)],
  name: ['name'],
  responseId: inside('attributes', RESPONSE_ID),
  at: START_NAMES,
  session: inside('attributes', SESSION),
  user: inside('attributes', USER),
  project: ['attributes.service.name', 'resource.attributes.service.name'],
  reportedUsd: 'attributes.gen_ai.usage.cost',
} as const;

/** Attributes that are objects in one another are for the recogniser. */
const FLAT = all(['gen_ai', 'llm', 'ai'], 'nothing');

/** See shapes/otel-names.ts. */
const ATTRIBUTES: Fields = {
  ...FLAT,
  // What tells of a coding agent's event, and the dialects that are not read here.
  ...all(['name', 'event.name', 'cost_usd', ...attributeNames()], 'nothing'),
  ...SPAN_COUNTS.fields,
  ...all(
    [...MODEL, ...PROVIDER, 'ai.model.provider', ...TIER, ...KIND_NAMES, MLFLOW_TYPE, 'ai.operationId'],
    'label',
  ),
  ...all(RESPONSE_ID, 'id'),
  ...all([...SESSION, ...USER, 'service.name'], 'text'),
  'gen_ai.usage.cost': 'amount',
};

/** What the recogniser asks of a span with flat attributes. */
export const SPAN_FIELDS: Fields = {
  ...all([...TRACE_NAMES, ...SPAN_NAMES, ...PARENT_NAMES, 'name'], 'text'),
  ...all(START_NAMES, 'moment'),
  context: ['maybe', all([...TRACE_NAMES, ...SPAN_NAMES], 'text')],
  parentSpanContext: ['maybe', all(SPAN_NAMES, 'text')],
  attributes: ATTRIBUTES,
  resource: { span_attributes: 'nothing', attributes: { ...FLAT, 'service.name': 'text' } },
  // None, since those of a page are lines of their own.
  events: ['list', { name: ['exactly'] }],
};

function all(names: readonly string[], field: Field): Fields {
  return Object.fromEntries(names.map((name) => [name, field]));
}

function inside(holder: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${holder}.${name}`);
}
