import { readFileSync } from 'node:fs';
import type { JsonValue } from '../../src/core/json.ts';
import { parseJson } from '../../src/core/json.ts';
import { createLineReader } from '../../src/usage/recognise.ts';
import type { LineOutcome } from '../../src/usage/shape.ts';
import type { Usage, UsageRecord } from '../../src/usage/usage.ts';

/** The values of a sample: one for a .json file, one a line for a .jsonl file. */
export function fixture(name: string): readonly JsonValue[] {
  const text = readFileSync(new URL(`../../fixtures/usage/${name}`, import.meta.url), 'utf8');
  if (name.endsWith('.json')) return [parseJson(text)];
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(parseJson);
}

/** Everything that the lines of one file turn out to be, in order. */
export function outcomesOf(values: readonly JsonValue[]): readonly LineOutcome[] {
  const reader = createLineReader();
  return values.flatMap((value) => reader.read(value));
}

export function recordsOf(values: readonly JsonValue[]): readonly UsageRecord[] {
  return outcomesOf(values).flatMap((outcome) => (outcome.kind === 'record' ? [outcome.record] : []));
}

/** The one record of a sample. */
export function onlyRecord(values: readonly JsonValue[]): UsageRecord {
  const [record, ...others] = recordsOf(values);
  if (record === undefined || others.length > 0) throw new Error(`${others.length + 1} records, not one`);
  return record;
}

/** The usage that a bare usage object is read as, when it stands under `usage`. */
export function usageOf(usage: JsonValue): Usage {
  return onlyRecord([{ model: 'm', usage }]).usage;
}

/** The input that is billed at the full text rate: what a wrong reading of the cache gets wrong. */
export function fullRateInput(usage: Usage): number {
  return (
    (usage.inputTokens ?? 0) -
    (usage.cacheReadTokens ?? 0) -
    (usage.cacheReadImageTokens ?? 0) -
    (usage.cacheReadAudioTokens ?? 0) -
    (usage.cacheWriteTokens ?? 0) -
    (usage.inputImageTokens ?? 0) -
    (usage.inputAudioTokens ?? 0) -
    (usage.inputVideoTokens ?? 0)
  );
}
