import type { Deps } from '../../../core/deps.ts';
import { PriceError } from '../../../core/errors.ts';
import type { Assumption, Notice } from '../../../core/notice.ts';
import { distinctBy } from '../../../core/collections.ts';
import type { EncodingName } from '../../../tokens/bpe/encodings.ts';
import { countPrompt, type ModelCounting, type PartCount, type PromptCount } from '../../../tokens/count.ts';
import { plus, sumOf, type TokenRange } from '../../../tokens/range.ts';
import { familyTokenizer } from '../../../tokens/tokenizer.ts';
import { Vocabularies } from '../../../tokens/vocabulary-file.ts';
import { SCHEMA_VERSION, type Document } from '../../document.ts';
import type { PromptOptions } from '../../flags/prompt-flags.ts';
import { openCounting } from '../../prompts/counting.ts';
import { isDirectory } from '../../prompts/files.ts';
import { readRequests } from '../../prompts/read.ts';
import { openPromptProgress } from '../../prompts/progress.ts';

export interface TokensOptions extends PromptOptions {
  /** A model's name; it need not be in the map. */
  readonly model: string | undefined;
  readonly encoding: EncodingName | undefined;
  /** Tell the count of each file. */
  readonly eachFile: boolean;
  /** Refuse an estimate. */
  readonly strict: boolean;
}

/** Tokens of one file, or of one line of a batch. */
export interface FileTokens extends TokenRange {
  readonly name: string;
}

export interface TokensDocument extends Document {
  /** As it was named; null where none was. */
  readonly model: string | null;
  readonly encoding: string;
  readonly family: string | null;
  /** False for an estimate: `low` and `high` are its range. */
  readonly isExact: boolean;
  readonly tokens: TokenRange;
  readonly parts: readonly PartCount[];
  readonly requests: number;
  /** Null unless each file was asked for. */
  readonly files: readonly FileTokens[] | null;
  readonly assumptions: readonly Assumption[];
  /** Where the encoding of the model, or the factor of an estimate, is from. */
  readonly tokenizerSource: string;
}

/** How many tokens texts, chats and pictures are. @throws UsageError, PriceError where `strict` refuses an estimate. */
export async function tokens(options: TokensOptions, deps: Deps): Promise<TokensDocument> {
  const counting = await countingFor(options, deps);
  const progress = await openPromptProgress(deps);
  const eachFile = options.eachFile || options.paths.some((path) => isDirectory(path, deps.cwd));
  const requests = await readRequests(
    { ...options, eachFile, eachFlag: '--each-file' },
    deps,
    progress.onBytes,
  );
  progress.begin(requests.totalBytes);
  const counts: PromptCount[] = [];
  const files: FileTokens[] = [];
  let parts: readonly PartCount[] = [];
  try {
    for await (const { name, prompt } of requests.all()) {
      const count = countPrompt(prompt, counting);
      parts = merged(parts, count.parts);
      if (options.eachFile) files.push({ name, ...count.tokens });
      counts.push({ ...count, parts: [] });
    }
  } finally {
    progress.end();
  }
  const assumptions = distinctBy(
    counts.flatMap((count) => count.assumptions),
    ({ message }) => message,
  );
  const [refused] = assumptions;
  if (options.strict && refused !== undefined) {
    throw new PriceError(
      'STRICT',
      `--strict refuses an estimate: ${refused.message}`,
      'Leave --strict out to see it.',
    );
  }
  return {
    schemaVersion: SCHEMA_VERSION,
    model: options.model ?? null,
    encoding: counting.tokenizer.encoding,
    family: options.model === undefined ? null : counting.family.family,
    isExact: counts.every(({ isExact }) => isExact),
    tokens: sumOf(counts.map((count) => count.tokens)),
    parts,
    requests: counts.length,
    files: options.eachFile ? files : null,
    assumptions,
    tokenizerSource: counting.tokenizer.source,
    warnings: counts.flatMap(({ warnings }) => warnings).map(asNotice),
  };
}

function asNotice(message: string): Notice {
  return { code: 'NOT_COUNTED', message };
}

/** The parts of a kind added up. */
function merged(before: readonly PartCount[], parts: readonly PartCount[]): readonly PartCount[] {
  const all = new Map(before.map((part) => [`${part.kind} ${part.source ?? ''}`, part]));
  for (const part of parts) {
    const key = `${part.kind} ${part.source ?? ''}`;
    const known = all.get(key);
    all.set(key, known === undefined ? part : addParts(known, part));
  }
  return [...all.values()];
}

function addParts(a: PartCount, b: PartCount): PartCount {
  const documented =
    a.documentedTokens === null || b.documentedTokens === null
      ? null
      : a.documentedTokens + b.documentedTokens;
  return { ...a, ...plus(a, b), isExact: a.isExact && b.isExact, documentedTokens: documented };
}

async function countingFor(
  { model, encoding, tokenizer }: TokensOptions,
  deps: Deps,
): Promise<ModelCounting> {
  const counting = (await openCounting(tokenizer, deps))(model ?? 'gpt-4o');
  if (encoding === undefined) return counting;
  const family = { ...counting.family, text: { encoding }, source: `${encoding} of tiktoken` };
  const counter = new Vocabularies(deps.paths.packageDir).counter(encoding);
  return { ...counting, family, tokenizer: familyTokenizer(family, counter) };
}
