import type { JsonObject } from '../../core/json.ts';
import { asNumber, asObject, asText, field } from '../../core/json.ts';
import { findUsage, readReplies } from '../read-place.ts';
import type { LineShape } from '../shape.ts';
import { skipped } from '../shape.ts';

/**
 * A line of an OpenAI batch output, `{custom_id, response: {status_code, body}, error}`; Azure's and
 * Mistral's are the same. Its tier is batch, and a line with an error costs nothing.
 */
export const openaiBatch: LineShape = {
  recognises: (line) =>
    Object.hasOwn(line, 'custom_id') && (Object.hasOwn(line, 'response') || Object.hasOwn(line, 'error')),
  read(line) {
    const response = asObject(field(line, 'response'));
    const failure = failureOf(line, response);
    if (failure !== undefined) return skipped('failed request', failure);
    const found = findUsage(line);
    if (found === undefined) return skipped('no usage', 'the response of this batch line holds no usage');
    return readReplies(found.place, found.shape, { shape: 'openai-batch', tier: 'batch' });
  },
};

function failureOf(line: JsonObject, response: JsonObject | undefined): string | undefined {
  const error = field(line, 'error') ?? null;
  if (error !== null) {
    return `the batch line reports an error${aside(asText(field(asObject(error), 'message')) ?? asText(error))}`;
  }
  const status = asNumber(field(response, 'status_code'));
  return status !== undefined && status >= 400 ? `the batch line has status ${status}` : undefined;
}

function aside(text: string | undefined): string {
  return text === undefined ? '' : `: ${text.slice(0, 120)}`;
}
