import { asText, field } from '../../core/json.ts';
import { present } from '../present.ts';
import type { UsageShape } from '../shape.ts';
import { countTable, pathsOf, readReported } from '../reported-counts.ts';
import type { Usage } from '../usage.ts';
import { INPUT_OUTPUT } from '../words.ts';
import { modelOfReport } from './report-model.ts';

const COUNTS = countTable({
  inputTokens: ['input_tokens'],
  cacheReadTokens: ['input_cached_tokens'],
  cacheReadTextTokens: ['input_cached_text_tokens'],
  cacheReadImageTokens: ['input_cached_image_tokens'],
  cacheReadAudioTokens: ['input_cached_audio_tokens'],
  cacheWriteTokens: ['input_cache_write_tokens'],
  inputImageTokens: ['input_image_tokens'],
  inputAudioTokens: ['input_audio_tokens'],
  outputTokens: ['output_tokens'],
  outputImageTokens: ['output_image_tokens'],
  outputAudioTokens: ['output_audio_tokens'],
});

/**
 * A result of OpenAI's usage report: `num_model_requests` requests added up, the cached tokens part
 * of the input. Reports of images, speech and transcription count in their own units.
 */
export const openaiReport: UsageShape = {
  name: 'openai-usage-report',
  words: INPUT_OUTPUT,
  own: ['num_model_requests', 'input_cached_tokens', 'num_sessions'],
  layout: { countsCachedTwice: true },
  fields: [
    ...pathsOf(COUNTS),
    'num_model_requests',
    'num_sessions',
    'images',
    'size',
    'characters',
    'seconds',
    'batch',
  ],
  read: (place, notes) => {
    const { usage } = place;
    return {
      reported: readReported(usage, COUNTS, notes),
      usage: present<Usage>({
        images: notes.count(usage, 'images'),
        imageSize: asText(field(usage, 'size')),
        characters: notes.count(usage, 'characters'),
        seconds: notes.amount(usage, 'seconds'),
        sessions: notes.count(usage, 'num_sessions'),
      }),
      sumOf: notes.count(usage, 'num_model_requests') ?? notes.count(usage, 'num_sessions') ?? null,
      tier: field(usage, 'batch') === true ? 'batch' : undefined,
      model: field(usage, 'num_sessions') === undefined ? modelOfReport(place, notes) : 'openai/container',
    };
  },
};
