import type { MeteredLine } from './cost.ts';
import { parseField } from '../models/fields.ts';
import type { CostRule, Override, Settings } from '../config/settings.ts';

/**
 * Which of the user's settings a price of these models came from: own models, fields that a rate was
 * read from, and fields that change a rate without being one (multipliers, ranges, what was left out).
 */
export function usedOverrides(
  settings: Settings,
  keys: readonly string[],
  lines: readonly MeteredLine[],
): readonly Override[] {
  const used = new Set(lines.flatMap(({ rate }) => rate?.field.split(/[.[]/)[0] ?? []));
  const all = keys.flatMap((key) => settings.overridesOf(key));
  return all.filter(({ field, kind }) => {
    if (field === null || kind === 'model' || used.has(field)) return true;
    const parsed = parseField(field);
    return (
      parsed?.unit === 'factor' ||
      parsed?.metric === 'tiered_pricing' ||
      parsed?.metric === 'off_peak_pricing'
    );
  });
}

/** A rule of the settings as the note of an answer. */
export function ruleOverride(rule: CostRule): Override {
  return { kind: rule.kind, file: rule.file, path: rule.path, message: `${ruleWords(rule)}.`, field: null };
}

/** `Discount of 12.5% (Agreement, azure)`, `Margin of $0.001 a request (all models)`. */
export function ruleWords({ kind, name, provider, model, percent, usdPerRequest }: CostRule): string {
  const amount = [
    percent === 0 ? '' : `${percent}%`,
    usdPerRequest === 0 ? '' : `$${usdPerRequest} a request`,
  ];
  const what = amount.filter((part) => part !== '').join(' and ');
  const whom = model ?? provider ?? 'all models';
  const noun = kind === 'discount' ? 'Discount' : 'Margin';
  return `${noun} of ${what} (${name === null ? whom : `${name}, ${whom}`})`;
}
