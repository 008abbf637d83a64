/** What checking a map uses of zod. The build bundles this file by itself: only a new map loads it. */
export {
  array,
  boolean,
  custom,
  looseObject,
  nullable,
  string,
  union,
  unknown,
  type core,
  type ZodMiniType,
} from 'zod/mini';
