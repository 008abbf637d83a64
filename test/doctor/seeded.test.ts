import { describe, expect, it } from 'vitest';
import { diagnose, type DiagnosisContext } from '../../src/doctor/diagnose.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import {
  HAS_SHARED_MAPS,
  sharedMap,
  sharedStore,
  SHARED_MAPS,
  type SharedMap,
} from '../helpers/shared-maps.ts';
import { withFaults, type Fault } from './seeded.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
/** Of each of the nine kinds. */
const EACH = 15;
const SEED = 20_261_122;

const nameOf = ({ rule, model, field, figure }: Finding) => [rule, model, field, figure].join(' ');

/** A finding about the model that names a field of the fault, or says that all its prices are gone. */
function isFound(fault: Fault, findings: readonly Finding[]): boolean {
  return findings.some(
    ({ model, rule, field, neighbours }) =>
      model === fault.model &&
      (rule === 'no-price' ||
        fault.fields.includes(field ?? '') ||
        neighbours.some(({ key, field: beside }) => key === model && fault.fields.includes(beside))),
  );
}

/** What a diagnosis of the seeded map finds beyond that of the map as it was published. */
function outcomeOf(date: SharedMap, withPrevious: boolean) {
  const published = sharedStore(date);
  const context: DiagnosisContext = {
    now: NOW,
    reviews: () => [],
    ...(withPrevious ? { previous: (key: string) => published.get(key) } : {}),
  };
  const known = new Set(diagnose(published.all(), context).map(nameOf));
  const { entries, faults } = withFaults(sharedMap(date), EACH, SEED);
  const findings = diagnose(entries, context).filter((finding) => !known.has(nameOf(finding)));
  const touched = new Set(faults.map(({ model }) => model));
  const missed = faults.filter((fault) => !isFound(fault, findings));
  return {
    faults: faults.length,
    share: 1 - missed.length / faults.length,
    missed: missed.map(({ kind, model, fields }) => `${kind}: ${model} ${fields.join(', ')}`).join('\n'),
    /** About models without a fault. */
    falseAlarms: findings.filter(({ model }) => !touched.has(model)).length,
  };
}

describe.skipIf(!HAS_SHARED_MAPS)(
  'faults put into a published map (skipped where the maps are absent)',
  () => {
    it.each(SHARED_MAPS)('are found at 95 %% or better in the map of %s, with few false alarms', (date) => {
      const { faults, share, missed, falseAlarms } = outcomeOf(date, false);
      expect(faults).toBeGreaterThanOrEqual(100);
      expect(share, missed).toBeGreaterThanOrEqual(0.95);
      // A fault may make its own neighbours look odd; more than one for twenty faults would be noise.
      expect(falseAlarms).toBeLessThanOrEqual(faults / 20);
    });

    it('are found at 99 % or better where the map as it was stands beside it', () => {
      const { share, missed } = outcomeOf('2026-08-06', true);
      expect(share, missed).toBeGreaterThanOrEqual(0.99);
    });
  },
);
