import { expect } from 'vitest';
import { parseJson, type JsonValue } from '../../../../src/core/json.ts';
import type { Fields } from '../../../../src/usage/logs/scan/fields.ts';
import { factsOf, type Facts } from './oracle.ts';
import type { Reading } from './reading.ts';

/** What the plain way makes of a line. */
export function plainly(fields: Fields, line: Buffer): Facts | 'not JSON' | 'unusual' {
  let value: JsonValue;
  try {
    value = parseJson(line.toString('utf8'));
  } catch {
    return 'not JSON';
  }
  return factsOf(fields, value) ?? 'unusual';
}

/**
 * Holds what the scanner says of a line against JSON.parse: it is the same, or the scanner leaves the line alone.
 * True where it was sure.
 */
export function agree(reading: Reading, fields: Fields, line: Buffer): boolean {
  const text = line.toString('utf8');
  const plain = plainly(fields, line);
  const answer = reading.readLine(line);
  if ('unusual' in answer) {
    expect(answer.unusual.trim()).toBe(text.trim());
    return false;
  }
  expect({ text, answer }).toEqual({ text, answer: { line: 1, facts: plain } });
  return true;
}
