import { describe, expect, it } from 'vitest';
import { parseJson, type JsonObject } from '../../../src/core/json.ts';
import { fixture, fullRateInput, outcomesOf, recordsOf } from '../../helpers/usage-fixture.ts';

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

  it.each([
    ['2.5', { seconds: 2.5 }],
    ['0', { seconds: 0 }],
    ['-0', { seconds: 0 }],
    ['9007199254740991', { seconds: 9_007_199_254_740_991 }],
    ['"9.5"', { seconds: 9.5 }],
    ['null', {}],
  ])('of a length of %s reads %j', (seconds, expected) => {
    const line = parseJson(`{"usage":{"type":"duration","seconds":${seconds}}}`);
    expect(recordsOf([line])[0]?.usage).toStrictEqual(expected);
  });

  it.each([
    ['-1', 'seconds is -1, not a number of at least 0'],
    ['"nine"', 'seconds is "nine", not a number of at least 0'],
    ['9007199254740992', 'seconds is 9007199254740992, not a number of at least 0 and below 2^53'],
  ])('refuses a length of %s', (seconds, detail) => {
    const line = parseJson(`{"usage":{"type":"duration","seconds":${seconds}}}`);
    expect(outcomesOf([line])).toEqual([{ kind: 'skipped', reason: 'unreadable', detail }]);
  });

  it('is told by its type, with any of the counts', () => {
    const shapeOf = (usage: JsonObject) => recordsOf([{ usage }])[0]?.shape;
    expect(shapeOf({ type: 'tokens', output_tokens: 5 })).toBe('openai-transcription');
    expect(shapeOf({ type: 'tokens', input_tokens: 5 })).toBe('openai-transcription');
    expect(shapeOf({ type: 'tokens' })).toBeUndefined();
    expect(shapeOf({ type: 'duration' })).toBeUndefined();
    expect(shapeOf({ seconds: 5 })).toBe('llmcost');
  });
});

describe('Whisper transcripts without a usage object', () => {
  const transcript = {
    task: 'transcribe',
    language: 'english',
    duration: 8.47,
    text: 'Hello.',
    segments: [],
  };

  it('reads the length of the audio: verbose_json of OpenAI and Groq, also translated, also as digits', () => {
    expect(recordsOf([{ ...transcript, model: 'whisper-1' }])).toEqual([
      { shape: 'whisper', model: 'whisper-1', usage: { seconds: 8.47 } },
    ]);
    expect(recordsOf([{ ...transcript, task: 'translate', duration: '8.47' }])[0]?.usage).toEqual({
      seconds: 8.47,
    });
  });

  it('leaves a transcript that has a usage object to it, and a task of any other kind alone', () => {
    const usage = { type: 'duration', seconds: 9 };
    expect(recordsOf([{ ...transcript, usage }])).toMatchObject([{ usage: { seconds: 9 } }]);
    expect(recordsOf([{ task: 'build', duration: 8.47 }])).toEqual([]);
  });

  it('refuses a length that is no number', () => {
    expect(outcomesOf([{ ...transcript, duration: 'long' }])).toMatchObject([{ reason: 'unreadable' }]);
  });
});
