import assert from 'node:assert/strict';
import {
  catalogFromMap,
  estimate,
  loadCatalog,
  ModelNotFoundError,
  pricer,
  pricesOf,
  usageFrom,
} from 'llmcost';

const catalog = await loadCatalog({ priceBook: true });
assert.ok(catalog.size >= 250);
assert.equal(catalog.find('GPT-4O').key, 'gpt-4o');
assert.throws(() => catalog.find('gpt-4oh'), ModelNotFoundError);
assert.equal(
  estimate({ catalog, model: 'gpt-4o', usage: { inputTokens: 1000, outputTokens: 100 } }).totalUsd,
  0.0035,
);
const record = usageFrom({ model: 'gpt-4o', usage: { prompt_tokens: 1000, completion_tokens: 100 } });
assert.equal(pricer({ catalog, model: 'gpt-4o' })(record).totalUsd, 0.0035);
assert.equal(pricesOf(catalog.find('gpt-4o')).prices[0].per1MUsd, 2.5);

const own = catalogFromMap({ mine: { litellm_provider: 'me', mode: 'chat', input_cost_per_token: 1e-6 } });
assert.equal(estimate({ catalog: own, model: 'mine', usage: { inputTokens: 3 } }).totalUsd, 3e-6);
