import type { Tool } from './tool.ts';
import { compareModels } from './tools/compare-models.ts';
import { diffPrices } from './tools/diff-prices.ts';
import { estimateCost } from './tools/estimate-cost.ts';
import { searchModels } from './tools/search-models.ts';
import { showModel } from './tools/show-model.ts';
import { tallyLogs } from './tools/tally-logs.ts';

/** By the names under which a client calls them. */
export const TOOLS: Readonly<Record<string, Tool>> = {
  show_model: showModel,
  search_models: searchModels,
  estimate_cost: estimateCost,
  compare_models: compareModels,
  tally_logs: tallyLogs,
  diff_prices: diffPrices,
};
