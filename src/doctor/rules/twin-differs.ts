import type { Entry } from '../../models/entry.ts';
import type { Figure, Figures } from '../figures.ts';
import type { Found } from '../finding.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import { factor, priced } from '../words.ts';

/**
 * Two names of one model at one provider (an alias, a date, a region) with the same prices but for
 * one that only the other has, or has otherwise: edited on one side and forgotten on the other.
 *
 * The case: azure/eu/gpt-4o-2024-11-20, whose cached rate was filed as `cache_creation_input_token_cost`,
 * while azure/gpt-4o-2024-11-20 has it as `cache_read_input_token_cost`.
 */
export const twinDiffers: MapRule = {
  id: 'twin-differs',
  severity: 'info',
  title: 'a price that the same model under another name has, or has otherwise',
  sees: 'map',
  check: (subject) => {
    const { entry, figures, survey } = subject;
    for (const twin of survey.twins(entry)) {
      const { equal, lacking, other } = compared(figures, survey.figuresOf(twin));
      if (equal < ENOUGH || lacking.length + other.length !== 1) continue;
      const [theirs] = lacking;
      if (theirs !== undefined) return [lacks(theirs, twin, survey.figuresOf(twin))];
      const [pair] = other;
      if (pair !== undefined && !isNearer(subject, pair))
        return [differs(pair, twin, survey.figuresOf(twin))];
    }
    return [];
  },
};

/** Prices that must be the same before the one that is not looks like a slip. */
const ENOUGH = 2;

interface Pair {
  readonly ours: Figure;
  readonly theirs: Figure;
}

interface Compared {
  readonly equal: number;
  /** What the twin has and this entry has not. */
  readonly lacking: readonly Figure[];
  readonly other: readonly Pair[];
}

function compared(own: Figures, twin: Figures): Compared {
  let equal = 0;
  const lacking: Figure[] = [];
  const other: Pair[] = [];
  for (const theirs of twin.all) {
    const ours = own.beside(theirs, {});
    if (ours === undefined) lacking.push(...(theirs.value === 0 ? [] : [theirs]));
    else if (isAlike(ours.value, theirs.value)) equal++;
    else other.push({ ours, theirs });
  }
  return { equal, lacking, other };
}

/** Equal, or equal but for the surcharge of a region. */
function isAlike(a: number, b: number): boolean {
  return a === b || (a > 0 && b > 0 && factor(a, b) <= SURCHARGE);
}

const SURCHARGE = 1.25;

/** Of two figures far apart it is the other one that is far from what the mode charges. */
function isNearer({ entry, survey }: MapSubject, { ours, theirs }: Pair): boolean {
  const middle = survey.mode(entry, ours)?.middle;
  if (ours.value === 0 || theirs.value === 0) return theirs.value === 0;
  if (middle === undefined || factor(ours.value, theirs.value) < FAR) return false;
  return factor(ours.value, middle) < factor(theirs.value, middle);
}

const FAR = 5;

function lacks(theirs: Figure, twin: Entry, figures: Figures): Found {
  const reason = `${twin.key} is the same model at the same prices, or those of a region, and has ${theirs.field} too, ${priced(theirs.value, theirs.unit)}.`;
  return { field: theirs.field, figure: null, reason, neighbours: [figures.neighbour(theirs)] };
}

function differs({ ours, theirs }: Pair, twin: Entry, figures: Figures): Found {
  const reason = `${ours.field} is ${priced(ours.value, ours.unit)}, and ${priced(theirs.value, theirs.unit)} at ${twin.key}, the same model at the same prices otherwise.`;
  return { field: ours.field, figure: ours.value, reason, neighbours: [figures.neighbour(theirs)] };
}
