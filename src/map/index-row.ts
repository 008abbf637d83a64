import { asList, asNumber, asText, type JsonValue } from '../core/json.ts';
import { headlineUnit } from '../models/headline.ts';
import type { Summary } from '../models/store.ts';

const [KEY, PROVIDER, INPUT, OUTPUT, UNIT, ALIASES] = [0, 1, 2, 3, 4, 5];

const NO_ALIASES: readonly string[] = [];

/**
 * The model on a row of an index: key, provider, headline prices; unit and aliases where they are not token and
 * none. Undefined where it has no key.
 */
export function summaryIn(row: JsonValue, mode: string | null): Summary | undefined {
  // By index: taking a list apart makes an iterator a row, which is most of the time of a command.
  const list = asList(row);
  const key = list[KEY];
  if (typeof key !== 'string') return undefined;
  const aliases = asList(list[ALIASES]);
  return {
    key,
    provider: asText(list[PROVIDER]) ?? null,
    mode,
    input: asNumber(list[INPUT]) ?? null,
    output: asNumber(list[OUTPUT]) ?? null,
    unit: list.length > UNIT ? headlineUnit(list[UNIT]) : 'token',
    aliases: aliases.length === 0 ? NO_ALIASES : aliases.flatMap((alias) => asText(alias) ?? []),
  };
}
