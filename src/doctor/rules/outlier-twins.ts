import { REGIONS_APART, type Dissent, type Opinion } from '../dissent.ts';
import type { Found } from '../finding.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import { factor, priced, timesApart } from '../words.ts';

/**
 * The names of one model at one provider (an alias, dates, regions) cost the same but for a surcharge
 * of the region.
 *
 * The case: amazon.titan-embed-text-v2:0 at $0.02 per 1M tokens, beside $0.20 under its two names in
 * the regions of the US government, which are a decimal place off; and eu.anthropic.claude-3-5-haiku at
 * the price of Claude 3 Haiku.
 */
export const outlierTwins: MapRule = {
  id: 'outlier-twins',
  severity: 'warning',
  title: 'unlike the same model under other names of the provider',
  sees: 'map',
  check: (subject) => subject.dissents.flatMap((dissent) => check(subject, dissent)),
};

function check({ entry: { provider } }: MapSubject, { figure, twins, others }: Dissent): readonly Found[] {
  const [nearest] = twins;
  if (nearest === undefined || !isLess(others)) return [];
  // Google's two interfaces have price lists of their own, which differ by a half at most.
  if (nearest.copy.entry.provider !== provider && nearest.apart < LISTS_APART) return [];
  const relation = figure.value > nearest.neighbour.figure ? 'more' : 'less';
  const names = twins.length === 1 ? nearest.copy.entry.key : `${twins.length} other names of the model`;
  const reason = `${figure.item} (${figure.field}) is ${priced(figure.value, figure.unit)}, ${timesApart(figure.value, nearest.neighbour.figure)} ${relation} than ${priced(nearest.neighbour.figure, figure.unit)} at ${names} at the provider.`;
  const neighbours = twins.slice(0, 3).map(({ neighbour }) => neighbour);
  return [{ field: figure.field, figure: figure.value, reason, neighbours }];
}

const LISTS_APART = 1.6;

/** True where the other prices agree with each other more than with this one, which stands alone. */
function isLess(others: readonly Opinion[]): boolean {
  if (others.length > 1) return others.some((a) => others.some((b) => a !== b && agree(a, b)));
  // One against one: whichever keeps to the proportions of its entry less.
  return true;
}

function agree(a: Opinion, b: Opinion): boolean {
  return factor(a.neighbour.figure, b.neighbour.figure) < REGIONS_APART;
}
