/** The commands as tests call them: what each returns is held against its published schema. */
import * as caches from '../../src/commands/cache.ts';
import { compare as compareModels } from '../../src/commands/compare.ts';
import { diff as diffMaps } from '../../src/commands/diff.ts';
import { doctor as examine } from '../../src/commands/doctor.ts';
import { history as tellHistory } from '../../src/commands/history.ts';
import { importMap as importOlder } from '../../src/commands/import.ts';
import { lifecycle as lookAhead } from '../../src/commands/lifecycle.ts';
import { list as listModels } from '../../src/commands/list.ts';
import { lock as lockMap } from '../../src/commands/lock.ts';
import { modes as countModes } from '../../src/commands/modes.ts';
import { offers as listOffers } from '../../src/commands/offers.ts';
import { providers as countProviders } from '../../src/commands/providers.ts';
import { review as keepReview } from '../../src/commands/review.ts';
import { show as showModels } from '../../src/commands/show.ts';
import { sync as syncMap } from '../../src/commands/sync.ts';
import { validate as validateMap } from '../../src/commands/validate.ts';
import { why as tellWhy } from '../../src/commands/why.ts';
import type { SchemaName } from '../../src/schemas/index.ts';
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
