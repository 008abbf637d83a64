import type { Figure } from '../figures.ts';
import type { Found, Neighbour } from '../finding.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import type { Witness } from '../survey/survey.ts';
import { priced, timesApart } from '../words.ts';

/**
 * Models of one family span a wide range, from nano to pro. Twenty times beyond its dearest or below
 * its cheapest is no member of it. A family of few is measured with its whole mode instead.
 *
 * The case: wandb/microsoft/Phi-4-mini-instruct at $8,000 per 1M tokens beside $0.05 to $0.52.
 */
export const outlierFamily: MapRule = {
  id: 'outlier-family',
  severity: 'warning',
  title: 'twenty times beyond all of its family, or beyond its mode',
  sees: 'map',
  check: (subject) =>
    subject.figures.all.flatMap((figure) => {
      if (figure.value === 0 || !figure.isBase || figure.unit === 'factor') return [];
      const family = besideFamily(subject, figure);
      return family.length > 0 ? family : besideMode(subject, figure);
    }),
};

const OFF = 20;
const ENOUGH_MODELS = 4;
/** The mode spans all sizes, so that beyond its edge a smaller step is already too far. */
const OFF_MODE = 10;
/** The dearest tokens are of models that one maker sells, such as o1-pro. */
const OFF_MODE_OPEN = 3;
const ENOUGH_MODE = 12;

function besideFamily({ entry, survey }: MapSubject, figure: Figure): readonly Found[] {
  const family = survey.family(entry, figure);
  const low = edgeOf(family, (a, b) => a < b);
  const high = edgeOf(family, (a, b) => a > b);
  if (low === undefined || high === undefined) return [];
  if (figure.value < high.figure * OFF && figure.value > low.figure / OFF) return [];
  // One model sold by many, or many by one, says nothing about the width of a family.
  const models = new Set(family.map(({ identity }) => identity)).size;
  const sellers = new Set(family.map(({ seller }) => seller)).size;
  if (models < ENOUGH_MODELS || sellers < 2) return [];
  const isDear = figure.value > high.figure;
  const edge = isDear ? high : low;
  const reason = `${figure.item} (${figure.field}) is ${priced(figure.value, figure.unit)}, ${timesApart(figure.value, edge.figure)} ${isDear ? 'more' : 'less'} than the ${isDear ? 'dearest' : 'cheapest'} of ${family.length} others of the family, ${priced(edge.figure, figure.unit)}.`;
  return [{ field: figure.field, figure: figure.value, reason, neighbours: [edge] }];
}

function edgeOf(
  family: readonly Witness[],
  isFurther: (a: number, b: number) => boolean,
): Neighbour | undefined {
  let edge: Neighbour | undefined;
  for (const { neighbour } of family) {
    if (edge === undefined || isFurther(neighbour.figure, edge.figure)) edge = neighbour;
  }
  return edge;
}

function besideMode({ entry, survey }: MapSubject, figure: Figure): readonly Found[] {
  const band = survey.mode(entry, figure);
  if (band === undefined || band.count < ENOUGH_MODE) return [];
  const { low, high, count } = band;
  const isOpen = figure.unit === 'token' && !survey.nameOf(entry).isListPriced;
  const above = isOpen ? OFF_MODE_OPEN : OFF_MODE;
  if (figure.value < high * above && figure.value > low / OFF_MODE) return [];
  const [edge, side, relation] =
    figure.value > high ? ([high, 'dear', 'more'] as const) : ([low, 'cheap', 'less'] as const);
  const reason = `${figure.item} (${figure.field}) is ${priced(figure.value, figure.unit)}, ${timesApart(figure.value, edge)} ${relation} than ${priced(edge, figure.unit)}, the ${side} end of ${count} prices in mode ${entry.mode ?? 'none'}.`;
  return [{ field: figure.field, figure: figure.value, reason }];
}
