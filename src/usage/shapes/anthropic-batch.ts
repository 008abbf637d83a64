import { asObject, asText, field } from '../../core/json.ts';
import { shown } from '../../core/show-value.ts';
import { placeAt } from '../places.ts';
import { readReplies } from '../read-place.ts';
import { type LineShape, skipped } from '../shape.ts';
import { anthropic } from './anthropic.ts';

/**
 * A line of an Anthropic batch's results, `{custom_id, result: {type, message}}`. Its tier is batch,
 * and only what succeeded costs anything.
 */
export const anthropicBatch: LineShape = {
  recognises: (line) =>
    Object.hasOwn(line, 'custom_id') && asText(field(asObject(field(line, 'result')), 'type')) !== undefined,
  read(line) {
    const type = field(asObject(field(line, 'result')), 'type');
    if (type !== 'succeeded') return skipped('failed request', `the batch result is ${shown(type)}`);
    const place = placeAt(line, ['result', 'message', 'usage']);
    if (place === undefined) return skipped('no usage', 'the message of this batch result holds no usage');
    return readReplies(place, anthropic, { shape: 'anthropic-batch', tier: 'batch' });
  },
};
