import { figure, flag, textOf, type Entry } from './entry.ts';
import { lastPart } from '../core/nearest.ts';
import { DAY_MS } from '../core/dates.ts';

/** The capabilities that a page shows, in its order, and the fields that say so. */
export const CAPABILITIES = {
  vision: { label: 'Vision', field: 'supports_vision' },
  functionCalling: { label: 'Function calling', field: 'supports_function_calling' },
  parallelFunctionCalling: {
    label: 'Parallel function calling',
    field: 'supports_parallel_function_calling',
  },
  toolChoice: { label: 'Tool choice', field: 'supports_tool_choice' },
  promptCaching: { label: 'Prompt caching', field: 'supports_prompt_caching' },
  reasoning: { label: 'Reasoning', field: 'supports_reasoning' },
  responseSchema: { label: 'Response schema', field: 'supports_response_schema' },
  systemMessages: { label: 'System messages', field: 'supports_system_messages' },
  audioInput: { label: 'Audio input', field: 'supports_audio_input' },
  audioOutput: { label: 'Audio output', field: 'supports_audio_output' },
  webSearch: { label: 'Web search', field: 'supports_web_search' },
  pdfInput: { label: 'PDF input', field: 'supports_pdf_input' },
  videoInput: { label: 'Video input', field: 'supports_video_input' },
} as const;

export type Capability = keyof typeof CAPABILITIES;

/** Yes, no, or null where the map does not say. */
export type Capabilities = Readonly<Record<Capability, boolean | null>>;

export const CAPABILITY_NAMES = Object.keys(CAPABILITIES) as readonly Capability[];

export function capabilitiesOf(entry: Entry): Capabilities {
  const said = CAPABILITY_NAMES.map((name) => [name, flag(entry, CAPABILITIES[name].field)] as const);
  return Object.fromEntries(said) as Record<Capability, boolean | null>;
}

/** Further `supports_*` fields of the entry, by their own names. */
export function otherCapabilities(entry: Entry): Readonly<Record<string, boolean>> {
  const shown = new Set<string>(CAPABILITY_NAMES.map((name) => CAPABILITIES[name].field));
  const others = Object.keys(entry.fields).filter((name) => name.startsWith('supports_') && !shown.has(name));
  return Object.fromEntries(
    others.flatMap((name) => {
      const value = flag(entry, name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** Token limits as published; null where the map has none. */
export interface Limits {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly totalTokens: number | null;
  /** The context window: `max_input_tokens`, else `max_tokens`. */
  readonly contextTokens: number | null;
}

export function limitsOf(entry: Entry): Limits {
  const inputTokens = figure(entry, 'max_input_tokens') ?? null;
  const outputTokens = figure(entry, 'max_output_tokens') ?? null;
  const maxTokens = figure(entry, 'max_tokens') ?? null;
  return {
    inputTokens,
    outputTokens,
    // Most entries repeat the limit of the output here, which is no total.
    totalTokens: maxTokens === outputTokens ? null : maxTokens,
    contextTokens: inputTokens ?? maxTokens,
  };
}

/** The few capabilities that fit a table of models. */
export function featuresOf(entry: Entry): readonly string[] {
  return SHORT.flatMap(([name, label]) => (flag(entry, CAPABILITIES[name].field) === true ? [label] : []));
}

const SHORT = [
  ['vision', 'Vision'],
  ['functionCalling', 'Tools'],
  ['reasoning', 'Reasoning'],
  ['promptCaching', 'Cache'],
] as const;

/**
 * The model's name without the path of provider, region or quality in front of it. A table shows the
 * key instead, which a user can type back.
 */
export function displayName(key: string): string {
  return lastPart(key);
}

/** The day of `deprecation_date` and how many days it is away; null where the map has none. */
export interface Deprecation {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Days left; below 0 when it has passed. */
  readonly daysLeft: number;
}

export function deprecationOf(entry: Entry, now: Date): Deprecation | null {
  const date = /^\d{4}-\d{2}-\d{2}/.exec(textOf(entry, 'deprecation_date') ?? '')?.[0];
  const day = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  if (date === undefined || Number.isNaN(day)) return null;
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return { date, daysLeft: Math.round((day - today) / DAY_MS) };
}
