import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shownScores } from '../../src/build/scores.ts';
import { parseJson } from '../../src/core/json.ts';
import { parseScores } from '../../src/models/scores.ts';

const written = parseJson(
  readFileSync(new URL('../../fixtures/coding-scores.json', import.meta.url), 'utf8'),
);

it('the packaged scores show what the file with their runs shows', () => {
  const whole = parseScores(written, 'coding-scores.json');
  const packaged = parseScores(parseJson(JSON.stringify(shownScores(written))), 'dist/coding-scores.json');
  expect(packaged.benchmark).toEqual(whole.benchmark);
  const percents = ({ byKey }: typeof whole) => [...byKey].map(([key, { percent }]) => [key, percent]);
  expect(percents(packaged)).toEqual(percents(whole));
  expect(percents(packaged).length).toBeGreaterThan(50);
});
