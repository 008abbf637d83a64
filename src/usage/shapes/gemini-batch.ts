import { asObject, field } from '../../core/json.ts';
import { placeAt } from '../places.ts';
import { readUsage } from '../read-place.ts';
import type { LineShape } from '../shape.ts';
import { hasAny, skipped } from '../shape.ts';

/**
 * A line of a Gemini batch, `{key, response}`, or of one on Vertex AI, which has the request and the
 * time beside the response. Its tier is batch.
 */
export const geminiBatch: LineShape = {
  recognises(line) {
    const response = asObject(field(line, 'response'));
    const isBatch = Object.hasOwn(line, 'key') || Object.hasOwn(line, 'processed_time');
    return isBatch && hasAny(response, 'usageMetadata', 'usage_metadata', 'candidates');
  },
  read(line) {
    for (const name of ['usageMetadata', 'usage_metadata']) {
      const place = placeAt(line, ['response', name]);
      if (place === undefined) continue;
      const outcomes = readUsage(place, { shape: 'gemini-batch', tier: 'batch' });
      if (outcomes.length > 0) return outcomes;
    }
    return skipped('no usage', 'the response of this batch line holds no usage');
  },
};
