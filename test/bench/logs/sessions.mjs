import { inOrder } from './random.mjs';
import { styleOf, textOf } from './text.mjs';

const MODELS = [
  'claude-sonnet-4-5-20250929',
  'claude-haiku-4-5-20251001',
  'claude-opus-4-5-20251101',
  'claude-sonnet-4-20250514',
];
const TOOLS = ['Bash', 'Read', 'Edit', 'Grep', 'Glob', 'Write', 'TodoWrite', 'WebFetch', 'Task'];
const FOLDERS = [
  '/home/ann/work/shop',
  '/Users/ann/code/api',
  'C:\\Users\\ann\\code\\web',
  '/srv/größe',
  '/tmp/x',
];

/**
 * The lines of one session of Claude Code, without end. Each session has its own order of keys, its own mix of text
 * and tools, and the fields of its version; some lines are of uncommon kinds.
 */
export function* sessionLines(random) {
  const session = newSession(random);
  for (;;) {
    yield question(random, session);
    yield* reply(random, session);
    if (random.chance(0.02)) yield uncommon(random, session);
  }
}

function newSession(random) {
  return {
    sessionId: random.uuid(),
    cwd: random.pick(FOLDERS),
    version: `2.${random.below(3)}.${random.below(80)}`,
    gitBranch: random.pick(['main', '', 'feature/cart', 'fix-12']),
    model: random.pick(MODELS),
    tools: random.shuffled(TOOLS).slice(0, 3 + random.below(5)),
    style: styleOf(random),
    length: 300 + random.below(1500),
    // Newer versions tell more of the usage.
    isNew: random.chance(0.6),
    lineOrder: random.shuffled([
      'parentUuid',
      'isSidechain',
      'userType',
      'cwd',
      'sessionId',
      'version',
      'gitBranch',
      'type',
      'message',
      'uuid',
      'timestamp',
      'requestId',
      'toolUseResult',
    ]),
    messageOrder: random.shuffled([
      'model',
      'id',
      'type',
      'role',
      'content',
      'stop_reason',
      'stop_sequence',
      'usage',
    ]),
    usageOrder: random.shuffled([
      'input_tokens',
      'output_tokens',
      'cache_creation_input_tokens',
      'cache_read_input_tokens',
      'service_tier',
      'cache_creation',
      'server_tool_use',
      'inference_geo',
      'iterations',
      'speed',
      'output_tokens_details',
    ]),
    at: Date.UTC(2026, 8 + random.below(3), 1 + random.below(28), random.below(24)),
    cached: 0,
    parent: null,
  };
}

function line(random, session, fields) {
  session.at += random.skewed(4000);
  const uuid = random.uuid();
  const all = {
    parentUuid: session.parent,
    isSidechain: false,
    userType: 'external',
    cwd: session.cwd,
    sessionId: session.sessionId,
    version: session.version,
    gitBranch: session.gitBranch,
    uuid,
    timestamp: new Date(session.at).toISOString(),
    ...fields,
  };
  session.parent = uuid;
  return JSON.stringify(inOrder(all, session.lineOrder));
}

function question(random, session) {
  const text = textOf(random, random.skewed(session.length), session.style);
  if (random.chance(0.2))
    return line(random, session, { type: 'user', message: { role: 'user', content: text } });
  const result = { tool_use_id: random.id('toolu_'), type: 'tool_result', content: text };
  const toolUseResult = random.chance(0.5)
    ? { stdout: text.slice(0, 400), stderr: '', interrupted: false }
    : { filenames: [session.cwd], durationMs: random.below(900), usage: { input_tokens: 1 } };
  return line(random, session, { type: 'user', message: { role: 'user', content: [result] }, toolUseResult });
}

/** A reply is written once for each block of its content. */
function* reply(random, session) {
  const id = random.id('msg_01', 22);
  const requestId = random.id('req_011', 20);
  const usage = inOrder(usageOf(random, session), session.usageOrder);
  for (let block = 0; block < 1 + random.below(3); block += 1) {
    const message = {
      model: session.model,
      id,
      type: 'message',
      role: 'assistant',
      content: [blockOf(random, session)],
      stop_reason: null,
      stop_sequence: null,
      usage,
    };
    yield line(random, session, {
      type: 'assistant',
      requestId,
      message: inOrder(message, session.messageOrder),
    });
  }
}

function blockOf(random, session) {
  const text = textOf(random, random.skewed(session.length * 0.6), session.style);
  if (random.chance(0.4)) return { type: 'text', text };
  if (random.chance(0.2)) return { type: 'thinking', thinking: text, signature: random.id('', 200) };
  const input = { file_path: `${session.cwd}/src/app.ts`, old_string: text, replace_all: random.chance(0.5) };
  return { type: 'tool_use', id: random.id('toolu_01', 20), name: random.pick(session.tools), input };
}

function usageOf(random, session) {
  const written = random.skewed(900);
  const usage = {
    input_tokens: random.below(12),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: session.cached,
    cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
    output_tokens: random.skewed(300),
    service_tier: 'standard',
  };
  session.cached = (session.cached + written) % 150_000;
  if (!session.isNew) return usage;
  const { service_tier: _, ...counts } = usage;
  return {
    ...usage,
    output_tokens_details: { thinking_tokens: Math.floor(usage.output_tokens / 3) },
    server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
    inference_geo: 'not_available',
    iterations: [{ ...counts, type: 'message' }],
    speed: 'standard',
  };
}

/** Kinds of lines that are seldom, and some that are broken. */
function uncommon(random, session) {
  switch (random.below(6)) {
    case 0:
      return JSON.stringify({ type: 'summary', summary: 'Mend the cart', leafUuid: random.uuid() });
    case 1:
      return line(random, session, {
        type: 'assistant',
        message: {
          model: '<synthetic>',
          id: random.uuid(),
          content: [],
          usage: { input_tokens: 0, output_tokens: 0 },
        },
      });
    case 2:
      return line(random, session, {
        type: 'system',
        subtype: 'compact_boundary',
        content: 'Compacted',
        level: 'info',
      });
    case 3:
      // The log of a process that was killed.
      return line(random, session, {
        type: 'user',
        message: { role: 'user', content: 'x'.repeat(80) },
      }).slice(0, 200);
    case 4:
      return line(random, session, { type: 'user', message: { role: 'user', content: 'hi' } }).replace(
        '"type"',
        '"t\\u0079pe"',
      );
    default:
      return JSON.stringify({
        type: 'file-history-snapshot',
        messageId: random.uuid(),
        snapshot: {},
        isSnapshotUpdate: false,
      });
  }
}
