import { asObject, field } from '../../core/json.ts';
import { present } from '../present.ts';
import type { Reading, UsageShape } from '../shape.ts';
import type { Usage } from '../usage.ts';

/**
 * Cohere: `billed_units` is what the bill counts. `tokens` beside it counts more (the prompt's
 * own scaffolding) and is not billed.
 */
export const cohere: UsageShape = {
  name: 'cohere',
  recognises: ({ usage }) => asObject(field(usage, 'billed_units')) !== undefined,
  read: ({ usage }, notes): Reading => {
    const billed = asObject(field(usage, 'billed_units'));
    const text = notes.count(billed, 'input_tokens');
    // Pictures to embed are units of their own, beside the text.
    const image = notes.count(billed, 'image_tokens');
    return {
      usage: present<Usage>({
        inputTokens: notes.sum('input tokens', text, image),
        inputImageTokens: image,
        outputTokens: notes.count(billed, 'output_tokens'),
        queries: notes.count(billed, 'search_units'),
      }),
    };
  },
};
