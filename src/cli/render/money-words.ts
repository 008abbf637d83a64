import { convert, type Currency } from '../../core/currency.ts';
import type { Unit } from '../../models/fields.ts';
import { decimal, formatPrice } from '../../core/money.ts';
import { normalized } from '../../models/prices.ts';
import { printable } from './text.ts';

/**
 * `$5.0000 / 1M tokens`, `$0.0060 / minute`; `N/A` where there is no price. With a currency of the
 * user's, the price in it stands behind: `$5.0000 / 1M tokens (€4.6000)`.
 */
export function priceWords(
  usdPerUnit: number | null,
  unit: Unit | null,
  currency: Currency | null = null,
): string {
  if (usdPerUnit === null || unit === null) return 'N/A';
  const price = normalized(decimal(usdPerUnit), unit);
  const words = `${formatPrice(price.usd)} / ${price.unit}`;
  if (currency === null) return words;
  const converted = formatPrice(convert(price.usd, currency)).slice(1);
  return `${words} (${currency.symbol === null ? `${converted} ${currency.code}` : printable(currency.symbol) + converted})`;
}

/** Tokens as a person says them: `32.8K`, `1.05M`; `N/A` where the map has none. */
export function tokenWords(count: number | null): string {
  if (count === null) return 'N/A';
  if (count >= 1_000_000) return `${trimmed(count / 1_000_000, 2)}M`;
  return count >= 1000 ? `${trimmed(count / 1000, 1)}K` : String(count);
}

function trimmed(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}
