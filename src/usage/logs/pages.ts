import { asList, asObject, field, type JsonObject, type JsonValue } from '../../core/json.ts';

/**
 * The lists that APIs and exports give their items in. The table is closed, and without `messages`:
 * those of a request repeat the replies of earlier requests.
 */
const LISTS = [
  'data',
  'results',
  'items',
  'records',
  'rows',
  'entries',
  'requests',
  'responses',
  'completions',
  'generations',
  'observations',
  'runs',
  'logs',
  'events',
] as const;

/** The objects in the list of a page, such as `{ "object": "list", "data": [...] }`; none in what is no page. */
export function itemsOfPage(value: JsonValue): readonly JsonObject[] {
  const page = asObject(value);
  for (const name of LISTS) {
    const items = asList(field(page, name)).flatMap((item) => {
      const object = asObject(item);
      return object === undefined ? [] : [object];
    });
    if (items.length > 0) return items;
  }
  return [];
}
