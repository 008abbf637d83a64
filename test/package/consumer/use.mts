import {
  catalogFromMap,
  estimate,
  LlmcostError,
  loadCatalog,
  ModelNotFoundError,
  pricer,
  pricesOf,
  usageFrom,
  type Catalog,
  type Estimate,
  type EstimateLine,
  type Pricer,
  type Usage,
} from 'llmcost';

const catalog: Catalog = await loadCatalog({ priceBook: true });
const usage: Usage = { inputTokens: 1000, outputTokens: 100 };
const answer: Estimate = estimate({ catalog, model: 'gpt-4o', usage, tier: 'batch', at: new Date() });
const total: number | null = answer.totalUsd;
const lines: readonly EstimateLine[] = answer.lines;
const price: Pricer = pricer({ catalog, model: 'gpt-4o', region: 'eu' });
const cost: number | null = price(usageFrom({ prompt_tokens: 5 })).totalUsd;
const raw: readonly string[] = pricesOf(catalog.find('gpt-4o')).prices.map((each) => each.raw);
const own = catalogFromMap({ mine: { input_cost_per_token: 1e-6 } }, { aliases: { cheap: 'mine' } });

// @ts-expect-error -- a count is a number
estimate({ catalog, model: 'gpt-4o', usage: { inputTokens: '5' } });
// @ts-expect-error -- what comes back cannot be changed
answer.totalUsd = 5;

const said: (string | null)[] = [];
try {
  own.find('cheap');
} catch (error) {
  if (error instanceof ModelNotFoundError) for (const { key } of error.candidates) said.push(key);
  else if (error instanceof LlmcostError) said.push(error.code, String(error.exitCode), error.hint);
}
export const all = { total, lines, cost, raw, said };
