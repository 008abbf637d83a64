import { asList, asObject, field, asText, type JsonObject } from '../core/json.ts';
import { asFigure, figure, type Entry, toEntry } from './entry.ts';
import type { Unit } from './fields.ts';
import type { Summary } from './store.ts';

/** The two prices that stand for a model where there is room for two. USD per unit. */
export interface Headline {
  readonly input: number | null;
  readonly output: number | null;
  /** What both are per; null where the entry has neither. */
  readonly unit: Unit | null;
}

/** Units in the order in which they stand for a model: the first that the entry prices. */
const PAIRS: readonly { unit: Unit; input: readonly string[]; output: readonly string[] }[] = [
  { unit: 'token', input: ['input_cost_per_token'], output: ['output_cost_per_token'] },
  { unit: 'image', input: ['input_cost_per_image'], output: ['output_cost_per_image'] },
  { unit: 'pixel', input: ['input_cost_per_pixel'], output: ['output_cost_per_pixel'] },
  {
    unit: 'second',
    input: ['input_cost_per_second', 'input_cost_per_audio_per_second'],
    output: [
      'output_cost_per_second',
      'output_cost_per_video_per_second',
      'output_cost_per_audio_per_second',
    ],
  },
  { unit: 'character', input: ['input_cost_per_character'], output: ['output_cost_per_character'] },
  { unit: 'page', input: ['ocr_cost_per_page'], output: [] },
  { unit: 'credit', input: ['ocr_cost_per_credit'], output: [] },
  { unit: 'query', input: ['input_cost_per_query'], output: [] },
  { unit: 'request', input: ['input_cost_per_request'], output: [] },
];

/** A unit priced at 0 on both sides stands for a model only where nothing else does. */
export function headlineOf(entry: Entry): Headline {
  let free: Headline | undefined;
  for (const pair of PAIRS) {
    const input = firstFigure(entry, pair.input);
    const output = firstFigure(entry, pair.output);
    if (input === null && output === null) continue;
    const headline = { input, output, unit: pair.unit };
    if ((input ?? 0) > 0 || (output ?? 0) > 0) return headline;
    free ??= headline;
  }
  return free ?? { input: null, output: null, unit: null };
}

function firstFigure(entry: Entry, names: readonly string[]): number | null {
  for (const name of names) {
    const value = figure(entry, name);
    if (value !== undefined) return value;
  }
  return firstInRanges(entry, names);
}

/** The price of the smallest requests stands for a model that is only priced by ranges. */
function firstInRanges(entry: Entry, names: readonly string[]): number | null {
  const [first] = asList(field(entry.fields, 'tiered_pricing'));
  for (const name of names) {
    const value = asFigure(field(asObject(first), name));
    if (value !== undefined) return value;
  }
  return null;
}

/** A unit as it was written down for a headline; null for anything else. */
export function headlineUnit(text: unknown): Unit | null {
  return PAIRS.find((pair) => pair.unit === text)?.unit ?? null;
}

/** The summary of an entry. */
export function summarise(key: string, fields: JsonObject): Summary | undefined {
  const entry = toEntry(key, fields);
  if (entry === undefined) return undefined;
  const { provider, mode } = entry;
  const aliases = asList(field(fields, 'aliases')).flatMap((alias) => asText(alias) ?? []);
  return { key, provider, mode, ...headlineOf(entry), aliases };
}
