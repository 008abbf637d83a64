import llmcost = require('llmcost');

export async function total(): Promise<number | null> {
  const catalog: llmcost.Catalog = await llmcost.loadCatalog({ priceBook: true });
  return llmcost.estimate({ catalog, model: 'gpt-4o', usage: { inputTokens: 1 } }).totalUsd;
}
