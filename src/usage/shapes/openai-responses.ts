import type { JsonObject } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { firstObject, inputParts, outputParts } from '../openai-parts.ts';
import { present } from '../present.ts';
import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import type { Usage } from '../usage.ts';

/** OpenAI Responses: cached tokens are part of `input_tokens`, reasoning part of `output_tokens`. */
export const openaiResponses: UsageShape = {
  name: 'openai-responses',
  recognises: ({ usage }) =>
    hasAny(usage, 'input_tokens_details', 'output_tokens_details') ||
    (hasAny(usage, 'input_tokens', 'output_tokens') &&
      hasAny(usage, 'total_tokens') &&
      // Anthropic's names say that the input leaves the cache out, whatever total stands beside.
      !hasAny(usage, 'cache_read_input_tokens', 'cache_creation_input_tokens', 'cache_creation')),
  read: ({ usage }, notes): Reading => ({ usage: readInputOutput(usage, notes) }),
};

/** `input_tokens` and `output_tokens` with OpenAI's details, under either spelling of their names. */
export function readInputOutput(usage: JsonObject, notes: Notes): Usage {
  const input = notes.count(usage, 'input_tokens');
  const output = notes.count(usage, 'output_tokens');
  notes.checkTotal(notes.count(usage, 'total_tokens'), input, output);
  return present<Usage>({
    inputTokens: input,
    ...inputParts(firstObject(usage, 'input_tokens_details', 'input_token_details'), notes),
    outputTokens: output,
    ...outputParts(firstObject(usage, 'output_tokens_details', 'output_token_details'), notes),
  });
}
