// The logs that readers are measured on. Each is made in a folder that holds `projects`, as Claude Code's does.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { codexLines } from './logs/codex.mjs';
import * as exported from './logs/exports.mjs';
import { responseLines } from './logs/responses.mjs';
import { sessionLines } from './logs/sessions.mjs';
import { otlpLines, spanLines } from './logs/spans.mjs';
import { strangerLines } from './logs/strangers.mjs';
import { writeFolder, writeLog } from './logs/write.mjs';

const MB = 1e6;
/** Shapes that come in bulk beside sessions and chat completions. */
const BULK = {
  codex: codexLines,
  responses: exported.responsesLines,
  'batch output': exported.batchLines,
  'Anthropic batch': exported.anthropicBatchLines,
  Gemini: exported.geminiLines,
  'LiteLLM spend log': exported.litellmLines,
  spans: spanLines,
  OTLP: otlpLines,
  "llmcost's own lines": exported.ownLines,
};

/** @param seed of all that is left to chance: orders of keys, lengths, tools, escapes, folders, unusual lines. */
export function logsOf(seed) {
  const lines = (name, linesOf, megabytes, file = 'log.jsonl', partBytes = MB) => ({
    name: `${name} ${megabytes} MB`,
    isSessions: linesOf === sessionLines,
    write(folder) {
      const path = join(folder, 'projects', 'bench');
      mkdirSync(path, { recursive: true });
      return writeLog(join(path, file), megabytes * MB, linesOf, seed, partBytes);
    },
  });
  return [
    ...[10, 100, 500, 2000].map((megabytes) => lines('sessions', sessionLines, megabytes)),
    {
      name: 'sessions in 10,000 files of 50 KB',
      isSessions: true,
      write: (folder) => writeFolder(folder, 10_000, 50_000, sessionLines, seed),
    },
    lines('chat', responseLines, 300),
    ...Object.entries(BULK).map(([name, linesOf]) => lines(name, linesOf, 100)),
    // One header, and all rows under it.
    lines('table', exported.tableLines, 100, 'log.csv', Infinity),
    lines('strangers', strangerLines, 500),
  ];
}
