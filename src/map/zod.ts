/** What is used of zod when a map is checked. The build makes this file a bundle of its own: only a map that is new loads it. */
export {
  array,
  boolean,
  gte,
  looseObject,
  null,
  nullable,
  number,
  regex,
  string,
  union,
  unknown,
  type core,
  type ZodMiniType,
} from 'zod/mini';
