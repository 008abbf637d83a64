// Logs for the benchmark, the same at each run: sessions in the manner of Claude Code, with text around
// the usage, and OpenAI-style responses.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

const WORDS =
  'the file reads a line and then "usage" of {"input_tokens": 5} with path src/app.ts\n\tconst x = y; return é — ok model gpt test function value'.split(
    ' ',
  );
const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ';
const BATCH = 1 << 20;

/** Numbers that look like chance and are not. */
function dice(seed) {
  let state = seed;
  const next = () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x80000000;
  return {
    next,
    below: (n) => Math.floor(next() * n),
    text(length) {
      let text = '';
      while (text.length < length) text += `${WORDS[Math.floor(next() * WORDS.length)]} `;
      return text;
    },
    id(prefix, length = 24) {
      let id = prefix;
      while (id.length < length + prefix.length) id += DIGITS[Math.floor(next() * DIGITS.length)];
      return id;
    },
  };
}

function writeLines(path, isEnough, linesOf) {
  const file = openSync(path, 'w');
  let bytes = 0;
  let lines = 0;
  let batch = '';
  while (!isEnough(bytes + batch.length, lines)) {
    for (const value of linesOf(lines)) {
      batch += `${JSON.stringify(value)}\n`;
      lines += 1;
    }
    if (batch.length > BATCH) {
      bytes += writeSync(file, batch);
      batch = '';
    }
  }
  bytes += writeSync(file, batch);
  // Else the disk is still writing while the first runs are measured.
  fsyncSync(file);
  closeSync(file);
  return { bytes, lines };
}

/** About 1.5 KB a line; most replies are written twice, as Claude Code does. */
export function writeSessions(path, size) {
  const { next, below, text, id } = dice(12345);
  let sessionId = '';
  let at = Date.UTC(2026, 9, 1);
  return writeLines(
    path,
    (bytes) => bytes >= size,
    function* (line) {
      if (sessionId === '' || line % 2000 < 3) sessionId = id('', 36);
      at += below(5000);
      const base = {
        parentUuid: id('', 36),
        isSidechain: false,
        userType: 'external',
        cwd: '/home/ann/work/shop',
        sessionId,
        version: '2.1.63',
        gitBranch: 'main',
      };
      const written = 500 + below(3000);
      const usage = {
        input_tokens: below(100),
        cache_creation_input_tokens: written,
        cache_read_input_tokens: below(90000),
        cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
        output_tokens: below(2000),
        service_tier: 'standard',
        inference_geo: 'not_available',
      };
      yield {
        ...base,
        type: 'user',
        message: {
          role: 'user',
          content: [{ tool_use_id: id('toolu_'), type: 'tool_result', content: text(1000 + below(300)) }],
        },
        uuid: id('', 36),
        timestamp: new Date(at).toISOString(),
        toolUseResult: { stdout: text(50) },
      };
      const message = {
        model: next() < 0.8 ? 'claude-sonnet-4-5-20250929' : 'claude-haiku-4-5-20251001',
        id: id('msg_01', 20),
        type: 'message',
        role: 'assistant',
      };
      const requestId = id('req_01', 20);
      for (let copy = 0; copy < 1 + below(2); copy += 1) {
        const content = [{ type: 'text', text: text(600 + below(500)) }];
        yield {
          ...base,
          message: { ...message, content, stop_reason: null, stop_sequence: null, usage },
          requestId,
          type: 'assistant',
          uuid: id('', 36),
          timestamp: new Date(at + 900).toISOString(),
        };
      }
    },
  );
}

/** About 300 bytes a line. */
export function writeResponses(path, count) {
  const { below, id } = dice(54321);
  const models = ['gpt-4o-2024-08-06', 'gpt-4o-mini-2024-07-18', 'gpt-5.5', 'gpt-4.1'];
  return writeLines(
    path,
    (_, lines) => lines >= count,
    function* (line) {
      const prompt = 100 + below(5000);
      const completion = below(900);
      yield {
        id: id('chatcmpl-'),
        object: 'chat.completion',
        created: 1790000000 + line,
        model: models[below(models.length)],
        usage: {
          prompt_tokens: prompt,
          completion_tokens: completion,
          total_tokens: prompt + completion,
          prompt_tokens_details: { cached_tokens: below(prompt) },
          completion_tokens_details: { reasoning_tokens: below(completion + 1) },
        },
        service_tier: 'default',
      };
    },
  );
}
