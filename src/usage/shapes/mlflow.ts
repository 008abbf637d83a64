import { type JsonObject, type JsonValue, asObject, parseJson } from '../../core/json.ts';
import { hasAny } from '../shape.ts';
import type { Attributes } from './otel-attributes.ts';
import { MLFLOW_FORMAT, MLFLOW_USAGE } from './otel-names.ts';

/** The counts of a span of MLflow, which stand in one attribute: an object, or the JSON of one. */
export function mlflowUsage(attributes: Attributes): JsonObject | undefined {
  const usage = asObject(decoded(attributes.of(MLFLOW_USAGE)));
  return hasAny(usage, 'input_tokens', 'output_tokens') ? usage : undefined;
}

/** True where the counts are Anthropic's own, which have the cache beside the input. */
export function isAnthropicFormat(attributes: Attributes): boolean {
  return decoded(attributes.of(MLFLOW_FORMAT)) === 'anthropic';
}

/** MLflow writes every attribute as JSON: a text has quotes of its own. */
export function decoded(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'string' || !/^(?:".*"|\{.*\})$/s.test(value)) return value;
  try {
    return parseJson(value);
  } catch {
    return value;
  }
}
