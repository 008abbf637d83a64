import { grouped } from '../../core/collections.ts';
import { formatCount } from '../../core/money.ts';
import type { Figure, Figures } from '../figures.ts';
import type { Found } from '../finding.ts';
import type { EntryRule } from '../rule.ts';
import { listed, priced } from '../words.ts';

/**
 * A tier with a surcharge that lists no price for long prompts takes the standard one there. Where
 * that is below the tier's own short price, a longer prompt costs less per token, which no provider
 * means: usually the tier is not sold for long prompts at all.
 *
 * The case: azure/eu/gpt-5.6 with priority at 2.5 times the standard price, no price of it above 272K
 * tokens, and standard prices there that are 2 times.
 */
export const tierFallsBack: EntryRule = {
  id: 'tier-falls-back',
  severity: 'warning',
  title: 'a tier whose long prompts fall back to a lower standard price',
  sees: 'entry',
  check: ({ figures }) => {
    const tiers = figures.all.filter(({ at }) => at.tier !== null && at.aboveTokens === null && !at.batch);
    const cases = tiers.flatMap((short) =>
      thresholds(figures).flatMap((tokens) => fall(figures, short, tokens)),
    );
    const together = grouped(cases, ({ short, tokens }) => `${short.at.tier} ${tokens}`);
    return [...together.values()].flatMap((falls) => toFound(figures, falls));
  },
};

interface Fall {
  readonly tokens: number;
  readonly short: Figure;
  /** The standard price that stands in above so many tokens. */
  readonly long: Figure;
}

function fall(figures: Figures, short: Figure, tokens: number): readonly Fall[] {
  const own = figures.beside(short, { aboveTokens: tokens });
  const long = figures.beside(short, { aboveTokens: tokens, tier: null });
  return own !== undefined || long === undefined || long.value >= short.value
    ? []
    : [{ tokens, short, long }];
}

function toFound(figures: Figures, falls: readonly Fall[]): readonly Found[] {
  const [first] = falls;
  if (first === undefined) return [];
  const { tokens, short, long } = first;
  const items = falls.map((each) => each.short.item.toLowerCase());
  const reason = `Above ${formatCount(tokens)} tokens the ${short.at.tier} tier has no price of its own for ${listed(items)}: ${items[0]} falls back to ${priced(long.value, long.unit)}, less than ${priced(short.value, short.unit)} for shorter prompts.`;
  const neighbours = falls.map((each) => figures.neighbour(each.long));
  return [{ field: short.field, figure: short.value, reason, neighbours }];
}

function thresholds(figures: Figures): readonly number[] {
  return [...new Set(figures.all.flatMap(({ at }) => at.aboveTokens ?? []))];
}
