/** The price book as one cost map, for those who have its files as modules: a bundle has no files beside it. */
import { asList, asObject, asText, field, type JsonObject, type JsonValue } from '../../core/json.ts';
import { decodeEntry } from './stored-form.ts';

/** @param about, index, slices the files of the book, parsed. */
export function wholeBook(about: JsonValue, index: JsonValue, slices: readonly JsonValue[]): JsonObject {
  const fields = asList(field(asObject(about), 'fields')).flatMap((name) => asText(name) ?? []);
  const rest = slices.flatMap(asList);
  const rows = asList(index).flatMap((group) => {
    const mode = field(asObject(group), 'mode') ?? null;
    return asList(field(asObject(group), 'rows')).map((row) => ({ mode, row: asList(row) }));
  });
  const entries = rows.map(({ mode, row: [key, provider = null] }, place) => {
    const named = {
      ...(provider === null ? {} : { litellm_provider: provider }),
      ...(mode === null ? {} : { mode }),
    };
    return [String(key), decodeEntry(rest[place] ?? null, fields, named) ?? named] as const;
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
