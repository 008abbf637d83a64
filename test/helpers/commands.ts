/** The commands as tests call them: what each returns is held against its published schema. */
import * as caches from '../../src/cli/commands/cache/document.ts';
import { compare as compareModels } from '../../src/cli/commands/compare/document.ts';
import { diff as diffMaps } from '../../src/cli/commands/diff/document.ts';
import { doctor as examine } from '../../src/cli/commands/doctor/document.ts';
import { history as tellHistory } from '../../src/cli/commands/history/document.ts';
import { importMap as importOlder } from '../../src/cli/commands/import/document.ts';
import { lifecycle as lookAhead } from '../../src/cli/commands/lifecycle/document.ts';
import { list as listModels } from '../../src/cli/commands/list/document.ts';
import { lock as lockMap } from '../../src/cli/commands/lock/document.ts';
import { modes as countModes } from '../../src/cli/commands/modes/document.ts';
import { offers as listOffers } from '../../src/cli/commands/offers/document.ts';
import { providers as countProviders } from '../../src/cli/commands/providers/document.ts';
import { review as keepReview } from '../../src/cli/commands/review/document.ts';
import { show as showModels } from '../../src/cli/commands/show/document.ts';
import { sync as syncMap } from '../../src/cli/commands/sync/document.ts';
import { validate as validateMap } from '../../src/cli/commands/validate/document.ts';
import { why as tellWhy } from '../../src/cli/commands/why/document.ts';
import type { SchemaName } from '../../src/cli/schemas/index.ts';
import { expectDocument } from './documents.ts';

function checked<Args extends readonly unknown[], Result>(
  name: SchemaName,
  run: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    const document = await run(...args);
    expectDocument(name, document);
    return document;
  };
}

export const cacheClear = checked('cache clear', caches.cacheClear);
export const cachePrune = checked('cache prune', caches.cachePrune);
export const cacheStatus = checked('cache status', caches.cacheStatus);
export const compare = checked('compare', compareModels);
export const diff = checked('diff', diffMaps);
export const doctor = checked('doctor', examine);
export const history = checked('history', tellHistory);
export const importMap = checked('import', importOlder);
export const lifecycle = checked('lifecycle', lookAhead);
export const list = checked('list', listModels);
export const lock = checked('lock', lockMap);
export const modes = checked('modes', countModes);
export const offers = checked('offers', listOffers);
export const providers = checked('providers', countProviders);
export const review = checked('review', keepReview);
export const show = checked('show', showModels);
export const sync = checked('sync', syncMap);
export const validate = checked('validate', validateMap);
export const why = checked('why', tellWhy);

/** Prints a path and asks nothing, so it is no promise. */
export const cachePath: typeof caches.cachePath = (deps) => {
  const document = caches.cachePath(deps);
  expectDocument('cache path', document);
  return document;
};
