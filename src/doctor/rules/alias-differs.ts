import { dissentsOf } from '../dissent.ts';
import type { Found } from '../finding.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import type { Copy } from '../survey/copies.ts';
import { samePrice } from '../survey/survey.ts';
import { factor, priced, timesApart } from '../words.ts';

/**
 * A name with `latest` means the newest of the dated versions and has its prices; the plain name of a
 * model with several versions means one of them.
 *
 * The case: mistral/codestral-latest at $1 in and $3 out, the price of May 2024, where codestral-2508
 * costs $0.30 and $0.90.
 */
export const aliasDiffers: MapRule = {
  id: 'alias-differs',
  severity: 'warning',
  title: 'an alias at another price than the version that it means',
  sees: 'map',
  check: (subject) => {
    const { entry, survey } = subject;
    const versions = survey.copies.versions(entry);
    const newest = versions.at(-1);
    if (newest === undefined) return [];
    const { isLatest, isListPriced } = survey.nameOf(entry);
    // A version that stands alone among its own copies is the one that is wrong.
    if (dissentsOf({ entry: newest.entry, figures: newest.figures, survey }).length > 0) return [];
    if (isLatest) return check(subject, [newest]);
    // Open models take a date when they become another model: qwen3-235b-a22b is not its 2507.
    return isListPriced && versions.length > 1 ? check(subject, versions) : [];
  },
};

function check({ figures }: MapSubject, versions: readonly Copy[]): readonly Found[] {
  return figures.all.flatMap((figure): readonly Found[] => {
    if (!figure.isBase || figure.value <= 0) return [];
    const theirs = versions.flatMap((version) => samePrice(version, figure));
    const nearest = theirs.at(-1);
    if (nearest === undefined || theirs.some((each) => factor(each.figure, figure.value) < SAME)) return [];
    const relation = figure.value > nearest.figure ? 'more' : 'less';
    const reason = `${figure.item} (${figure.field}) is ${priced(figure.value, figure.unit)}, ${timesApart(figure.value, nearest.figure)} ${relation} than ${priced(nearest.figure, figure.unit)} at ${nearest.key}, ${versions.length === 1 ? 'the newest version' : `the newest of ${versions.length} versions, and like none of them`}.`;
    return [{ field: figure.field, figure: figure.value, reason, neighbours: [nearest] }];
  });
}

const SAME = 1.02;
