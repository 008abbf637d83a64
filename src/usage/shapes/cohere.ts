import { asObject, field } from '../../core/json.ts';
import { present } from '../present.ts';
import type { ReportedCounts } from '../reported-counts.ts';
import type { UsageShape } from '../shape.ts';
import type { Usage } from '../usage.ts';

/**
 * Cohere: `billed_units` is what the bill counts. `tokens` beside it counts more (the prompt's own
 * scaffolding) and is not billed; it is what there is where a log left the rest out.
 */
export const cohere: UsageShape = {
  name: 'cohere',
  own: ['billed_units', 'tokens.input_tokens', 'tokens.output_tokens'],
  // Pictures to embed are units of their own, beside the text.
  layout: { beside: ['inputMedia'] },
  fields: ['billed_units', 'tokens'],
  read({ usage }, notes) {
    const billed = asObject(field(usage, 'billed_units')) ?? asObject(field(usage, 'tokens'));
    return {
      reported: present<ReportedCounts>({
        inputTokens: notes.count(billed, 'input_tokens'),
        inputImageTokens: notes.count(billed, 'image_tokens'),
        outputTokens: notes.count(billed, 'output_tokens'),
      }),
      usage: present<Usage>({ queries: notes.count(billed, 'search_units') }),
    };
  },
};
