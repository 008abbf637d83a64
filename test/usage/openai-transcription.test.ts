import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, recordsOf } from './fixture.ts';

describe('OpenAI transcription', () => {
  const [byTokens, byLength] = recordsOf(fixture('openai-transcription.jsonl'));

  it('takes audio tokens as part of the input: 14 of text, not 114', () => {
    expect(byTokens).toEqual({
      shape: 'openai-transcription',
      model: 'gpt-4o-transcribe',
      usage: { inputTokens: 114, inputAudioTokens: 100, outputTokens: 45 },
    });
    expect(fullRateInput(byTokens?.usage ?? {})).toBe(14);
  });

  it('reads seconds where the length is billed', () => {
    expect(byLength).toEqual({ shape: 'openai-transcription', model: 'whisper-1', usage: { seconds: 9 } });
  });
});
