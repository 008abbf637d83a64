import { type JsonObject, asList, asObject, asText, field } from '../../core/json.ts';
import { present } from '../present.ts';
import { readPlace } from '../read-place.ts';
import type { LineShape, UsageReader } from '../shape.ts';
import { skipped } from '../shape.ts';
import type { Usage } from '../usage.ts';

/** Deepgram's transcripts tell the length of the audio; each of several channels is billed. */
export const deepgram: LineShape = {
  recognises: (line) => {
    const metadata = asObject(field(line, 'metadata'));
    return typeof field(metadata, 'duration') === 'number' && field(metadata, 'channels') !== undefined;
  },
  read(line) {
    const metadata = asObject(field(line, 'metadata')) ?? {};
    return [
      readPlace({ usage: metadata, holders: [metadata, line], bare: false }, deepgramReader, {
        model: deepgramModel(metadata),
        provider: 'deepgram',
        dedupeKey: asText(field(metadata, 'request_id')),
      }),
    ];
  },
};

const deepgramReader: UsageReader = {
  name: 'deepgram',
  read({ usage }, notes) {
    const seconds = notes.amount(usage, 'duration');
    const channels = Math.max(1, notes.count(usage, 'channels') ?? 1);
    return { usage: seconds === undefined ? {} : { seconds: seconds * channels } };
  },
};

/** The family of the first model, as the price list names it: `nova-3` of `general-nova-3`. */
function deepgramModel(metadata: JsonObject): string | undefined {
  const info = asObject(field(metadata, 'model_info'));
  const first = asText(asList(field(metadata, 'models'))[0]);
  const model = asObject(field(info, first ?? Object.keys(info ?? {})[0] ?? ''));
  return asText(field(model, 'arch')) ?? asText(field(model, 'name'));
}

/** AssemblyAI's transcripts. */
export const assemblyAi: LineShape = {
  recognises: (line) =>
    field(line, 'audio_duration') !== undefined &&
    ['speech_model', 'speech_model_used', 'acoustic_model', 'audio_url'].some((name) =>
      Object.hasOwn(line, name),
    ),
  read(line) {
    if (field(line, 'status') === 'error') return skipped('failed request', 'the transcript failed');
    return [
      readPlace({ usage: line, holders: [line], bare: true }, assemblyReader, {
        model: asText(field(line, 'speech_model_used')) ?? asText(field(line, 'speech_model')) ?? 'best',
        provider: 'assemblyai',
      }),
    ];
  },
};

const assemblyReader = secondsIn('assemblyai', 'audio_duration');

/** Whisper's verbose transcripts, OpenAI's and Groq's, which tell the length of the audio and no usage object. */
export const whisper: LineShape = {
  readsPlaces: false,
  recognises: (line) =>
    ['transcribe', 'translate'].includes(asText(field(line, 'task')) ?? '') &&
    field(line, 'duration') !== undefined &&
    asObject(field(line, 'usage')) === undefined,
  read: (line) => [readPlace({ usage: line, holders: [line], bare: true }, whisperReader)],
};

const whisperReader = secondsIn('whisper', 'duration');

/** Reads the length of the audio, in seconds. */
function secondsIn(name: string, fieldName: string): UsageReader {
  return {
    name,
    read: ({ usage }, notes) => ({ usage: present<Usage>({ seconds: notes.amount(usage, fieldName) }) }),
  };
}
