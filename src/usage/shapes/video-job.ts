import { asText, field } from '../../core/json.ts';
import { present } from '../present.ts';
import { readPlace } from '../read-place.ts';
import { type LineShape, type UsageReader, CONTEXT, skipped } from '../shape.ts';
import type { Usage } from '../usage.ts';

/** OpenAI's video jobs: seconds made, at the price of the size. A job that failed costs nothing. */
export const videoJob: LineShape = {
  recognises: (line) => field(line, 'object') === 'video' && field(line, 'seconds') !== undefined,
  read(line) {
    const status = asText(field(line, 'status'));
    if (status === 'failed' || status === 'cancelled')
      return skipped('failed request', `the video job ${status}`);
    // It will be reported again when it is done.
    if (status === 'queued' || status === 'in_progress') return CONTEXT;
    return [readPlace({ usage: line, holders: [line], bare: true }, video)];
  },
};

const video: UsageReader = {
  name: 'video-job',
  read({ usage }, notes) {
    const edges = parseWidthHeight(asText(field(usage, 'size')) ?? '');
    const lines = edges && Math.min(...edges);
    const model = asText(field(usage, 'model'));
    const isSora = model?.startsWith('sora-2') === true;
    return {
      // The map has one price for each of these models, and lists larger sizes as a model of their own.
      model: model === 'sora-2-pro' && (lines ?? 0) >= 1024 ? 'sora-2-pro-high-res' : model,
      usage: present<Usage>({
        seconds: notes.amount(usage, 'seconds'),
        resolution: isSora || lines === undefined ? undefined : `${lines}p`,
      }),
    };
  },
};

/** Width and height of `1280x720`; undefined for anything else. */
function parseWidthHeight(text: string): readonly [number, number] | undefined {
  const match = /^(\d{1,6})x(\d{1,6})$/i.exec(text.trim());
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}
