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
import { FROM_HISTORY } from './seeds/from-history.ts';
import { HELD_BACK } from './seeds/held-back.ts';
import { withFaults, type Fault, type Seeds } from './seeds/seed.ts';
import { TUNED } from './seeds/tuned.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const KINDS: Seeds = { ...TUNED, ...FROM_HISTORY, ...HELD_BACK };
/** Faults put into one copy of a map. */
const FAULTS_A_MAP = 20;
const SEED = 20_261_122;

const nameOf = ({ rule, model, field, figure }: Finding) => [rule, model, field, figure].join(' ');

/** A finding about the model that names a field of the fault, or says that all its prices are gone. */
function isFound(fault: Fault, findings: readonly Finding[]): boolean {
  const isOfFault = (field: string) =>
    fault.fields.some(
      (each) => field === each || field.startsWith(`${each}.`) || field.startsWith(`${each}[`),
    );
  return findings.some(
    ({ model, rule, field, neighbours }) =>
      model === fault.model &&
      (rule === 'no-price' ||
        isOfFault(field ?? '') ||
        neighbours.some(({ key, field: beside }) => key === model && isOfFault(beside))),
  );
}

/** True for a finding whose neighbours or words name a model with a fault. */
function isAboutFault({ reason, neighbours }: Finding, touched: ReadonlySet<string>): boolean {
  return neighbours.some(({ key }) => touched.has(key)) || [...touched].some((key) => reason.includes(key));
}

/** What diagnoses of seeded maps find beyond that of the map as it was published. */
function outcomeOf(date: SharedMap, withPrevious: boolean) {
  const map = sharedMap(date);
  const published = sharedStore(date);
  const context: DiagnosisContext = {
    now: NOW,
    reviews: () => [],
    ...(withPrevious ? { previous: (key: string) => published.get(key) } : {}),
  };
  const known = new Set(diagnose(published.all(), context).map(nameOf));
  const kinds = Object.entries(KINDS);
  const all: Fault[] = [];
  const missed: Fault[] = [];
  const falseAlarms: Finding[] = [];
  for (let start = 0; start < kinds.length; start += FAULTS_A_MAP) {
    const some = Object.fromEntries(kinds.slice(start, start + FAULTS_A_MAP));
    const { entries, faults } = withFaults(map, some, 1, SEED + start);
    const findings = diagnose(entries, context).filter((finding) => !known.has(nameOf(finding)));
    const touched = new Set(faults.map(({ model }) => model));
    all.push(...faults);
    missed.push(...faults.filter((fault) => !isFound(fault, findings)));
    falseAlarms.push(...findings.filter((each) => !touched.has(each.model) && !isAboutFault(each, touched)));
  }
  return {
    faults: all.length,
    share: 1 - missed.length / all.length,
    missed: missed.map(({ kind, model, fields }) => `${kind}: ${model} ${fields.join(', ')}`).join('\n'),
    falseAlarms: falseAlarms.map(({ rule, model, reason }) => `${rule}: ${model}: ${reason}`),
  };
}

describe.skipIf(!HAS_SHARED_MAPS)(
  'a hundred faults put into a published map (skipped where the maps are absent)',
  () => {
    it.each(SHARED_MAPS)('are found at nine of ten in the map of %s alone, with few false alarms', (date) => {
      const { faults, share, missed, falseAlarms } = outcomeOf(date, false);
      expect(faults).toBe(Object.keys(KINDS).length);
      expect(share, missed).toBeGreaterThanOrEqual(0.9);
      expect(falseAlarms.length, falseAlarms.join('\n')).toBeLessThanOrEqual(5);
    });

    it('are found at 97 of 100 with the map as it was beside it', () => {
      const { share, missed } = outcomeOf('2026-08-06', true);
      expect(share, missed).toBeGreaterThanOrEqual(0.97);
    });
  },
);
