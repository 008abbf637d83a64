import { REGIONS_APART, type Dissent, type Opinion } from '../dissent.ts';
import type { Figure } from '../figures.ts';
import type { Found, Neighbour } from '../finding.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import { ROUNDED } from '../survey/list-prices.ts';
import { samePrice } from '../survey/survey.ts';
import { factor, priced, timesApart } from '../words.ts';

/**
 * Models whose weights are not given away cost at every seller what their maker charges, but for a
 * surcharge of the region.
 *
 * The case: snowflake/claude-4-opus at $5, the price of a later Opus, where Anthropic charges $15, and
 * azure/gpt-4o-2024-11-20 at $2.75, the price in the EU, where it is $2.50.
 */
export const makerPrice: MapRule = {
  id: 'maker-price',
  severity: 'warning',
  title: "unlike the list price of the model's maker",
  sees: 'map',
  check: (subject) => {
    if (!subject.survey.nameOf(subject.entry).isListPriced) return [];
    return [...subject.dissents.flatMap((dissent) => farOff(subject, dissent)), ...slightlyOff(subject)];
  },
};

function farOff({ entry, survey }: MapSubject, { figure, makers, others }: Dissent): readonly Found[] {
  const { seller, maker } = survey.nameOf(entry);
  const agreed = others.filter((a) => others.some((b) => a !== b && agree(a, b)));
  // One seller against the maker does not prove the maker wrong.
  const witnesses = seller === maker ? agreed : [...makers, ...agreed];
  const [first] = witnesses;
  if (first === undefined) return [];
  const neighbours = [...new Set(witnesses.map(({ neighbour }) => neighbour))].slice(0, 3);
  return [found(figure, first.neighbour, first.copy.kinship === 'maker', neighbours)];
}

function agree(a: Opinion, b: Opinion): boolean {
  return factor(a.neighbour.figure, b.neighbour.figure) < REGIONS_APART;
}

/** Off by less than regions differ, where no region is named and the seller keeps to list prices. */
function slightlyOff({ entry, figures, survey }: MapSubject): readonly Found[] {
  const { region, seller, maker } = survey.nameOf(entry);
  if (region !== null || seller === maker || !survey.listPrices.isKeptBy(entry)) return [];
  const copies = survey.copies.of(entry).filter(({ name }) => name.region === null);
  return figures.all.flatMap((figure) => {
    if (!figure.isBase || figure.value <= 0) return [];
    const others = copies.flatMap((copy) =>
      samePrice(copy, figure).map((neighbour) => ({ copy, neighbour })),
    );
    const apart = Math.min(...others.map(({ neighbour }) => factor(neighbour.figure, figure.value)));
    if (apart < ROUNDED || apart >= REGIONS_APART) return [];
    const list = others.find(({ copy }) => copy.kinship === 'maker') ?? others[0];
    if (list === undefined || (others.length < 2 && list.copy.kinship !== 'maker')) return [];
    const finding = found(figure, list.neighbour, list.copy.kinship === 'maker', [list.neighbour]);
    return [{ ...finding, severity: 'info' as const }];
  });
}

function found(figure: Figure, list: Neighbour, isMakers: boolean, neighbours: readonly Neighbour[]): Found {
  const relation = figure.value > list.figure ? 'more' : 'less';
  const where = isMakers ? `${list.key}, the maker's own` : list.key;
  const reason = `${figure.item} (${figure.field}) is ${priced(figure.value, figure.unit)}, ${timesApart(figure.value, list.figure)} ${relation} than ${priced(list.figure, figure.unit)} at ${where}.`;
  return { field: figure.field, figure: figure.value, reason, neighbours };
}
