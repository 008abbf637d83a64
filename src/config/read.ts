/**
 * Validates a settings file. Hand-written, because every command does it and zod is slow to load;
 * schemas/config is the same in zod for `llmcost schema config`, and a test compares the two.
 *
 *     {
 *       "aliases": { "cheap": "gpt-4o-mini" },
 *       "prefer": ["azure", "openai"],
 *       "models": { "my-tune": { "sameAs": "gpt-4o", "usdPer1M": { "input": 3.75, "output": 15 } } },
 *       "overrides": { "gpt-4o": { "usdPer1M": { "input": 2 }, "fields": { "max_tokens": 8192 } } },
 *       "discounts": [{ "name": "Agreement", "provider": "azure", "percent": 12.5 }],
 *       "margins": [{ "percent": 20 }, { "model": "gpt-4o", "usdPerRequest": 0.001 }],
 *       "currency": { "code": "EUR", "symbol": "€", "perUsd": 0.92, "asOf": "2026-11-01" },
 *       "region": "eu", "tier": "batch", "scores": "coding-scores.json"
 *     }
 */
import { TIER_NAMES, tierNamed } from '../usage/conditions.ts';
import type { JsonValue } from '../core/json.ts';
import type { Tier } from '../usage/usage.ts';
import { unknownName, type Issue, type Path } from '../core/reading/issue.ts';
import { shown } from '../core/show-value.ts';
import { readModel, type UserModel } from './model.ts';
import { Reading } from '../core/reading/values.ts';
import type { Currency } from '../core/currency.ts';

/** A discount or a margin: a percentage, an amount per request, or both. */
export interface Rule {
  readonly name: string | null;
  /** What it applies to; both null: everything. */
  readonly provider: string | null;
  readonly model: string | null;
  readonly percent: number;
  readonly usdPerRequest: number;
  readonly path: Path;
}

/** The settings of one file. */
export interface Config {
  readonly aliases: ReadonlyMap<string, string>;
  readonly prefer: readonly string[];
  readonly models: ReadonlyMap<string, UserModel>;
  readonly overrides: ReadonlyMap<string, UserModel>;
  readonly discounts: readonly Rule[];
  readonly margins: readonly Rule[];
  readonly currency: Currency | null;
  readonly region: string | null;
  readonly tier: Tier | null;
  /** As written: relative to the file. */
  readonly scores: string | null;
}

export const CONFIG_NAMES = [
  '$schema',
  'aliases',
  'prefer',
  'models',
  'overrides',
  'discounts',
  'margins',
  'currency',
  'region',
  'tier',
  'scores',
] as const;
export const RULE_NAMES = ['name', 'provider', 'model', 'percent', 'usdPerRequest'] as const;
export const CURRENCY_NAMES = ['code', 'symbol', 'perUsd', 'asOf'] as const;

/** Validates a parsed file; invalid settings are left out and reported as issues. */
export function readConfig(value: JsonValue): { readonly config: Config; readonly issues: readonly Issue[] } {
  const reading = new Reading();
  const file = reading.known(value, [], CONFIG_NAMES);
  const section = <T>(name: string, read: (value: JsonValue, path: Path) => T, otherwise: T): T => {
    const part = file?.[name];
    return part === undefined ? otherwise : read(part, [name]);
  };
  const text = (part: JsonValue, path: Path) => reading.text(part, path) ?? null;
  const models = (isOwn: boolean) => (part: JsonValue, path: Path) =>
    reading.each(part, path, (model, at) => readModel(model, at, reading, isOwn));
  section('$schema', text, null);
  const config: Config = {
    aliases: section(
      'aliases',
      (part, path) => reading.each(part, path, (key, at) => reading.text(key, at)),
      new Map<string, string>(),
    ),
    prefer: section(
      'prefer',
      (part, path) => reading.list(part, path, (item, at) => reading.text(item, at)),
      [],
    ),
    models: section('models', models(true), new Map()),
    overrides: section('overrides', models(false), new Map()),
    discounts: section('discounts', (part, path) => readRules(part, path, reading, 100), []),
    margins: section('margins', (part, path) => readRules(part, path, reading), []),
    currency: section('currency', (part, path) => readCurrency(part, path, reading), null),
    region: section('region', text, null),
    tier: section('tier', (part, path) => readTier(part, path, reading), null),
    scores: section('scores', text, null),
  };
  return { config, issues: reading.issues };
}

function readRules(value: JsonValue, path: Path, reading: Reading, atMost?: number): readonly Rule[] {
  const rules = reading.list(value, path, (item, at) => readRule(item, at, reading, atMost));
  const seen = new Map<string, Path>();
  for (const { provider, model, path: at } of rules) {
    const whom = JSON.stringify([provider?.toLowerCase() ?? null, model?.toLowerCase() ?? null]);
    if (seen.has(whom))
      reading.report(at, `is for the same as ${path.join('')}[${seen.get(whom)?.at(-1) ?? 0}]`);
    else seen.set(whom, at);
  }
  return rules;
}

function readRule(value: JsonValue, path: Path, reading: Reading, atMost?: number): Rule | undefined {
  const rule = reading.known(value, path, RULE_NAMES);
  if (rule === undefined) return undefined;
  const texts = [rule['name'], rule['provider'], rule['model']] as const;
  const [name, provider, model] = texts.map((part, index) => {
    return part === undefined ? null : (reading.text(part, [...path, RULE_NAMES[index] ?? '']) ?? null);
  });
  const amount = (field: 'percent' | 'usdPerRequest', most?: number) => {
    const figure = rule[field];
    const bounds = { above: 0, ...(most === undefined ? {} : { atMost: most }) };
    return figure === undefined ? 0 : (reading.number(figure, [...path, field], bounds) ?? 0);
  };
  const percent = amount('percent', atMost);
  const usdPerRequest = amount('usdPerRequest');
  if (rule['percent'] === undefined && rule['usdPerRequest'] === undefined) {
    reading.report(path, 'must have "percent" or "usdPerRequest"');
  }
  if (rule['provider'] !== undefined && rule['model'] !== undefined) {
    reading.report(path, 'must have "provider" or "model", not both');
  }
  return {
    name: name ?? null,
    provider: provider ?? null,
    model: model ?? null,
    percent,
    usdPerRequest,
    path,
  };
}

function readCurrency(value: JsonValue, path: Path, reading: Reading): Currency | null {
  const currency = reading.known(value, path, CURRENCY_NAMES);
  if (currency === undefined) return null;
  const at = (name: string) => [...path, name];
  const code = reading.textLike(
    currency['code'],
    at('code'),
    /^[A-Z]{3}$/,
    'three capital letters such as EUR',
  );
  const perUsd = reading.number(currency['perUsd'], at('perUsd'), { above: 0 });
  const symbol = currency['symbol'] === undefined ? null : reading.text(currency['symbol'], at('symbol'));
  const asOf =
    currency['asOf'] === undefined
      ? null
      : reading.textLike(currency['asOf'], at('asOf'), /^\d{4}-\d\d-\d\d$/, 'a day such as 2026-11-01');
  if (code === undefined || perUsd === undefined) return null;
  return { code, perUsd, symbol: symbol ?? null, asOf: asOf ?? null };
}

function readTier(value: JsonValue, path: Path, reading: Reading): Tier | null {
  const tier = typeof value === 'string' ? tierNamed(value) : undefined;
  if (tier !== undefined) return tier;
  const problem = `must be one of ${TIER_NAMES.join(', ')}, not ${shown(value)}`;
  reading.report(path, typeof value === 'string' ? unknownName(value, TIER_NAMES, problem) : problem);
  return null;
}
