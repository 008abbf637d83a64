import type { JsonObject } from '../../core/json.ts';
import { asObject, field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import type { Place, Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { type ReportedCounts, countTable, pathsOf, readReported } from '../reported-counts.ts';
import type { Tier } from '../usage.ts';
import { INPUT_OUTPUT } from '../words.ts';

/** Details of a tier other than standard have its name before theirs: `flex_cache_read`. */
const TIERS = ['flex', 'priority'] as const satisfies readonly Tier[];
const PREFIXES = ['', ...TIERS.map((tier) => `${tier}_`)];

const IN = 'input_token_details';
const OUT = 'output_token_details';
const under = (details: string, name: string) => PREFIXES.map((prefix) => `${details}.${prefix}${name}`);

const COUNTS = countTable({
  inputTokens: ['input_tokens'],
  cacheReadTokens: under(IN, 'cache_read'),
  cacheWriteTokens: under(IN, 'cache_creation'),
  cacheWrite5mTokens: under(IN, 'ephemeral_5m_input_tokens'),
  cacheWrite1hTokens: under(IN, 'ephemeral_1h_input_tokens'),
  inputImageTokens: under(IN, 'image'),
  inputAudioTokens: under(IN, 'audio'),
  inputVideoTokens: under(IN, 'video'),
  outputTokens: ['output_tokens'],
  reasoningTokens: under(OUT, 'reasoning'),
  outputImageTokens: under(OUT, 'image'),
  outputAudioTokens: under(OUT, 'audio'),
  totalTokens: ['total_tokens'],
});

const FIELDS = pathsOf(COUNTS);
const DETAILS = FIELDS.filter((path) => path.includes('.'));

/** LangChain's `usage_metadata`: one form for all providers, the details part of the two totals. */
export const langchain: UsageShape = {
  name: 'langchain',
  words: INPUT_OUTPUT,
  own: [...DETAILS, ...TIERS.flatMap((tier) => [`${IN}.${tier}`, `${OUT}.${tier}`])],
  layout: {},
  fields: FIELDS,
  read: ({ usage }, notes): Reading => ({ reported: readDetails(usage, notes), tier: tierOf(usage) }),
};

function readDetails(usage: JsonObject, notes: Notes): ReportedCounts {
  return readReported(usage, COUNTS, notes);
}

/** The tier that the details are named after. */
function tierOf(usage: JsonObject): Tier | undefined {
  const names = [IN, OUT].flatMap((details) => Object.entries(asObject(field(usage, details)) ?? {}));
  return TIERS.find((tier) =>
    names.some(
      ([name, count]) => (name === tier || name.startsWith(`${tier}_`)) && count !== null && count !== 0,
    ),
  );
}

export function hasLangChainDetails({ usage }: Place): boolean {
  return [IN, OUT].some((details) => {
    const names = DETAILS.filter((path) => path.startsWith(`${details}.`));
    return hasAny(asObject(field(usage, details)), ...names.map((path) => path.slice(details.length + 1)));
  });
}
