import { type JsonObject, asObject, field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { present } from '../present.ts';
import type { UsageReader } from '../shape.ts';
import type { Usage } from '../usage.ts';

/** The names under which an agent writes its counts; a dot leads into an object. */
export interface CountNames {
  readonly input: string;
  readonly cacheRead?: string;
  readonly cacheWrite?: string;
  readonly cacheWrite1h?: string;
  readonly output: string;
  readonly reasoning?: string;
  /** All of it together, where the agent tells that. */
  readonly total?: string;
}

/**
 * The counts of an agent's log in which the cache stands beside the input and reasoning beside the
 * output, unless the total says that reasoning is part of the output.
 */
export function countsShape(name: string, names: CountNames): UsageReader {
  return {
    name,
    read: ({ usage }, notes) => ({ usage: readCounts(usage, names, notes) }),
  };
}

export function readCounts(counts: JsonObject, names: CountNames, notes: Notes): Usage {
  const count = (path: string | undefined) => (path === undefined ? undefined : countAt(counts, path, notes));
  const input = count(names.input);
  const read = count(names.cacheRead);
  const written = count(names.cacheWrite);
  const output = count(names.output);
  const reasoning = count(names.reasoning);
  const total = count(names.total);
  const inputTokens = notes.sum('input tokens', input, read, written);
  if (inputTokens === undefined && output === undefined && (total ?? 0) > 0) {
    notes.problems.push(
      `only a total of ${total} tokens is reported, and tokens in and out have different prices`,
    );
  }
  const isPart = reasoning !== undefined && total === (inputTokens ?? 0) + (output ?? 0);
  return present<Usage>({
    inputTokens,
    cacheReadTokens: read,
    cacheWriteTokens: written,
    cacheWrite1hTokens: count(names.cacheWrite1h),
    outputTokens: isPart ? output : notes.sum('output tokens', output, reasoning),
    reasoningTokens: reasoning,
  });
}

function countAt(object: JsonObject, path: string, notes: Notes): number | undefined {
  const parts = path.split('.');
  const holder = parts
    .slice(0, -1)
    .reduce<JsonObject | undefined>((at, part) => asObject(field(at, part)), object);
  return notes.wholeNumber(field(holder, parts.at(-1) ?? ''), path);
}
