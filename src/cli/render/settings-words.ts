/** What the user's settings add to an answer, in words. */
import type { Currency } from '../../core/currency.ts';
import type { Override } from '../../config/settings.ts';
import { formatAmount } from '../../core/money.ts';
import type { Style } from './style.ts';
import { bullet, printable } from './text.ts';

/** `€0.0276`, `0.0276` where the currency has no symbol: the head of its column names it. */
export function amountIn(amount: number | null, { symbol }: Currency): string {
  return amount === null ? 'unknown' : formatAmount(amount).replace('$', () => printable(symbol ?? ''));
}

/** `1 USD = 0.92 EUR (2026-11-01), the rate of your settings.` */
export function rateWords({ code, perUsd, asOf }: Currency): string {
  return `1 USD = ${perUsd} ${code}${asOf === null ? '' : ` (${asOf})`}, the rate of your settings.`;
}

/** The settings that were used under their own heading; nothing where none was. */
export function settingsSection(overrides: readonly Override[], style: Style): string {
  if (overrides.length === 0) return '';
  return [style.theme.heading('From your settings'), ...overrideLines(overrides, style)].join('\n');
}

/** One bullet for each setting that was used, with its place. */
export function overrideLines(overrides: readonly Override[], { width }: Style): readonly string[] {
  return overrides.map(({ message, file, path }) => {
    return bullet(`${message} (${file}: ${path})`, width);
  });
}
