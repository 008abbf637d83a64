import type { MatchedBy } from '../../models/catalog.ts';
import type { ModelStore } from '../../models/store.ts';
import type { Assumption } from '../../core/notice.ts';
import type { Sum } from './accumulators.ts';
import { nearestKeys, type Model, type ModelProblem } from './models.ts';
import { Totals } from './rows.ts';

/** Requests that the total leaves out, wholly or in part. */
export interface UnpricedRow {
  /** As the log names it; null where it names none. */
  readonly model: string | null;
  /** Null, too, where its lines name different ones. */
  readonly provider: string | null;
  readonly problem: ModelProblem | 'no price';
  /** The entry that lacks the price; null where the map does not know the model. */
  readonly key: string | null;
  /** What has no price, in words; empty where nothing of the model has. */
  readonly missing: readonly string[];
  /** Why the map's entry, or a price of it, cannot be used; empty where there is no such price. */
  readonly reasons: readonly string[];
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Keys that may be meant: suggestions, which price nothing. */
  readonly nearest: readonly string[];
}

/** How a name of the log was read. */
export interface NameRow {
  readonly model: string | null;
  readonly provider: string | null;
  readonly key: string;
  readonly matchedBy: MatchedBy;
  readonly requests: number;
}

export interface AssumptionRow extends Assumption {
  readonly key: string | null;
  readonly requests: number;
}

/** So many names are compared with all keys of the map, which takes a moment each. */
const MOST_SUGGESTED = 8;

interface Unpriced {
  readonly model: Model;
  readonly totals: Totals;
  readonly providers: Set<string | null>;
  readonly missing: Set<string>;
  readonly reasons: Set<string>;
}

export function unpricedRows(sums: readonly Sum[], store: ModelStore): readonly UnpricedRow[] {
  const byName = new Map<string, Unpriced>();
  for (const sum of sums) {
    if (sum.state !== 'unknown' && sum.state !== 'partial') continue;
    const { model } = sum.rateGroup;
    const id = JSON.stringify([model.name, model.key, model.problem]);
    const row = byName.get(id) ?? {
      model,
      totals: new Totals(),
      providers: new Set(),
      missing: new Set(),
      reasons: new Set(model.reason === null ? [] : [model.reason]),
    };
    byName.set(id, row);
    row.totals.add(sum);
    row.providers.add(model.provider);
    for (const { label, usd, unusable } of sum.meters) {
      if (usd === undefined) row.missing.add(label);
      if (unusable !== undefined) row.reasons.add(`${unusable.field} ${unusable.reason}`);
    }
  }
  const rows = [...byName.values()].sort((a, b) => b.totals.requests - a.totals.requests);
  return rows.map(({ model, totals, providers, missing, reasons }, index) => ({
    model: model.name,
    provider: providers.size === 1 ? model.provider : null,
    problem: model.problem ?? 'no price',
    key: model.key,
    missing: model.problem === null ? [...missing] : [],
    reasons: [...reasons],
    requests: totals.requests,
    inputTokens: totals.tokens('input'),
    outputTokens: totals.tokens('output'),
    nearest: model.problem === null || index >= MOST_SUGGESTED ? [] : nearestKeys(store, model),
  }));
}

export function nameRows(sums: readonly Sum[]): readonly NameRow[] {
  const requests = new Map<Model, number>();
  for (const { rateGroup, requests: count } of sums)
    requests.set(rateGroup.model, (requests.get(rateGroup.model) ?? 0) + count);
  return [...requests]
    .flatMap(([{ name, provider, key, by }, count]) =>
      key === null || by === null ? [] : [{ model: name, provider, key, matchedBy: by, requests: count }],
    )
    .sort((a, b) => b.requests - a.requests);
}

/** What was supposed, for how many requests. */
export function assumptionRows(sums: readonly Sum[]): readonly AssumptionRow[] {
  const rows = new Map<string, AssumptionRow>();
  for (const { rateGroup, assumptions, requests } of sums) {
    for (const { code, message } of assumptions) {
      // What is supposed of lines for their date is supposed whatever their model is.
      const key = code === 'MAP_OF_OTHER_DATE' ? null : rateGroup.model.key;
      const id = JSON.stringify([key, message]);
      const before = rows.get(id)?.requests ?? 0;
      rows.set(id, { code, message, key, requests: before + requests });
    }
  }
  return [...rows.values()].sort((a, b) => b.requests - a.requests);
}
