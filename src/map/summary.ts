import { asList, asText, field, type JsonObject } from '../core/json.ts';
import { toEntry } from '../models/entry.ts';
import { headlineOf } from '../models/headline.ts';
import type { Summary } from '../models/store.ts';

/** The summary of an entry. */
export function summarise(key: string, fields: JsonObject): Summary | undefined {
  const entry = toEntry(key, fields);
  if (entry === undefined) return undefined;
  const { provider, mode } = entry;
  const aliases = asList(field(fields, 'aliases')).flatMap((alias) => asText(alias) ?? []);
  return { key, provider, mode, ...headlineOf(entry), aliases };
}
