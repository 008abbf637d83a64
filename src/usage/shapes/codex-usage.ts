import type { JsonObject } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { present } from '../present.ts';
import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import type { Usage } from '../usage.ts';

/** Codex's own names for a request: cached is part of the input, reasoning part of the output. */
export const codexUsage: UsageShape = {
  name: 'codex',
  recognises: ({ usage }) => hasAny(usage, 'cached_input_tokens', 'reasoning_output_tokens'),
  read: ({ usage }, notes): Reading => ({ usage: readCodexUsage(usage, notes) }),
};

export function readCodexUsage(usage: JsonObject, notes: Notes): Usage {
  const input = notes.count(usage, 'input_tokens');
  const output = notes.count(usage, 'output_tokens');
  notes.checkTotal(notes.count(usage, 'total_tokens'), input, output);
  return present<Usage>({
    inputTokens: input,
    cacheReadTokens: notes.count(usage, 'cached_input_tokens'),
    cacheWriteTokens: notes.count(usage, 'cache_write_input_tokens'),
    outputTokens: output,
    reasoningTokens: notes.count(usage, 'reasoning_output_tokens'),
  });
}
