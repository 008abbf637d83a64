import type { Entry } from '../../models/entry.ts';
import { dissentsOf, REGIONS_APART } from '../dissent.ts';
import type { Found } from '../finding.ts';
import { distanceTo, type Distance } from '../price-level.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import { priced, timesApart } from '../words.ts';

/**
 * A seller asks about the same for versions of one series, and for open models of one size. Where an
 * entry is far from all of these on both sides, and from the same model elsewhere too if it is sold
 * there, its prices are in another currency or another model's.
 *
 * The case: oci/cohere.command-a-translate-08-2025 at $0.09 beside four other Command A at $1.56.
 */
export const outOfLine: MapRule = {
  id: 'out-of-line',
  severity: 'warning',
  title: 'all prices far from those of the series, or of models of its size',
  sees: 'map',
  check: (subject) => {
    const found = lineOf(subject);
    return found === undefined
      ? []
      : found.distance.nearest.map(({ figure, neighbour }): Found => {
          const relation = figure.value > neighbour.figure ? 'more' : 'less';
          const reason = `${figure.item} (${figure.field}) is ${priced(figure.value, figure.unit)}, ${timesApart(figure.value, neighbour.figure)} ${relation} than ${priced(neighbour.figure, figure.unit)} at ${neighbour.key}, the nearest of ${found.distance.count} ${found.what}.`;
          return { field: figure.field, figure: figure.value, reason, neighbours: [neighbour] };
        });
  },
};

interface Line {
  readonly distance: Distance;
  readonly what: string;
}

function lineOf(subject: MapSubject): Line | undefined {
  const { entry, survey } = subject;
  const copies = survey.copies.of(entry).map((copy) => copy.entry);
  const elsewhere = distanceTo(subject, copies);
  // Another entry of the model at about this price clears it.
  if (elsewhere !== undefined && elsewhere.apart < CLEARED) return undefined;
  const isSold = elsewhere !== undefined;
  const series = distanceTo(subject, relativesOf(subject));
  if (series !== undefined && series.apart >= farFor(series.count, isSold)) {
    return { distance: series, what: 'models of its series at the seller' };
  }
  const size = distanceTo(subject, survey.series.ofSameSize(entry));
  const isNearSeries = series !== undefined && series.apart < CLEARED;
  if (size !== undefined && !isNearSeries && size.count >= ENOUGH_OF_SIZE && size.apart >= FAR_FROM_SIZE) {
    return { distance: size, what: 'models of its size at the seller' };
  }
  return undefined;
}

/** One relative alone must have nearly the same name, and the price of its own copies. */
function relativesOf({ entry, survey }: MapSubject): readonly Entry[] {
  const relatives = survey.series.relatives(entry).slice(0, NEAREST);
  const [only, ...rest] = relatives;
  if (only === undefined || rest.length > 0) return relatives.map((each) => each.entry);
  const figures = survey.figuresOf(only.entry);
  const isTrusted = dissentsOf({ entry: only.entry, figures, survey }).length === 0;
  return only.likeness >= CLOSE && isTrusted ? [only.entry] : [];
}

const CLEARED = REGIONS_APART;
const CLOSE = 0.65;
const NEAREST = 6;
const ENOUGH_OF_SIZE = 3;
const FAR_FROM_SIZE = 2.9;

function farFor(relatives: number, isSoldElsewhere: boolean): number {
  if (isSoldElsewhere) return 2.5;
  return relatives === 1 ? 5 : 2.9;
}
