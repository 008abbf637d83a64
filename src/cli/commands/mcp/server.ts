import { own } from '../../../core/collections.ts';
import type { Deps } from '../../../core/deps.ts';
import { UsageError } from '../../../core/errors.ts';
import { Flags } from '../../flags/flags.ts';
import { reportOf } from '../../main.ts';
import { VERSION } from '../../version.ts';
import { inputSchemaOf, readArguments, type FlagValues } from './arguments.ts';
import type { LogRoots } from './log-roots.ts';
import { outputSchemaOf } from './output-schema.ts';
import type { CallToolResult } from './sdk.ts';
import { errorResult, resultOf } from './result.ts';
import { endOf, inputOf, outputOf, withoutStreams } from './streams.ts';
import type { ToolCall } from './tool.ts';
import { TOOLS } from './tools.ts';

export interface ServerOptions {
  readonly logs: LogRoots;
  /** Map flags of every call. */
  readonly map: FlagValues;
}

const INSTRUCTIONS =
  'Prices of language and image models from a checked cost map, computed in exact decimals. A price that is null is ' +
  'unknown, never 0; a total whose state is partial leaves something out. Names of models are never guessed: where ' +
  'one is ambiguous or unknown, the answer lists candidates to choose from.';

/** Answers requests until the input ends or `stop` is aborted. */
export async function serve(options: ServerOptions, deps: Deps, stop: AbortSignal): Promise<void> {
  const { CallToolRequestSchema, ListToolsRequestSchema, Server, StdioServerTransport } =
    await import('./sdk.ts');
  const server = new Server(
    { name: 'llmcost', title: 'llmcost', version: VERSION },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listTools(options, deps) }));
  const open = new Set<Promise<unknown>>();
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal, sendNotification }) => {
    const { _meta: { progressToken } = {} } = params;
    const onProgress = atMostEvery(PROGRESS_MS, deps, (done: number, total: number | null) => {
      if (progressToken === undefined) return;
      const progress = { progressToken, progress: done, ...(total === null ? {} : { total }) };
      void sendNotification({ method: 'notifications/progress', params: progress }).catch(() => undefined);
    });
    const result = callTool(params, { signal, onProgress }, options, deps);
    open.add(result);
    return result.finally(() => open.delete(result));
  });
  const input = inputOf(deps);
  const output = outputOf(deps);
  // The transport closes itself on input that it cannot take, such as a message without end.
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a server of the SDK is no EventTarget
  const closed = new Promise<void>((done) => (server.onclose = done));
  const ended = Promise.race([endOf(input), endOf(output), endOf(stop), closed]);
  await server.connect(new StdioServerTransport(input, output));
  await ended;
  // A client that closes its end may still wait for answers.
  if (!stop.aborted) await Promise.allSettled(open);
  await new Promise(setImmediate);
  await server.close();
}

function listTools({ logs }: ServerOptions, deps: Deps) {
  return Object.entries(TOOLS).map(([name, tool]) => {
    const where = ` Directories: ${logs.paths.length === 0 ? 'none' : logs.paths.join(', ')}.`;
    return {
      name,
      title: tool.title,
      description: tool.readsLogs === true ? tool.about + where : tool.about,
      inputSchema: inputSchemaOf(tool.arguments),
      outputSchema: outputSchemaOf(tool.schema, deps),
      annotations: { title: tool.title, readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    };
  });
}

async function callTool(
  { name, arguments: given }: { readonly name: string; readonly arguments?: unknown },
  call: Pick<ToolCall, 'signal' | 'onProgress'>,
  { logs, map }: ServerOptions,
  deps: Deps,
): Promise<CallToolResult> {
  try {
    const tool = own(TOOLS, name);
    if (tool === undefined) {
      throw new UsageError(`There is no tool ${name}.`, `There are ${Object.keys(TOOLS).join(', ')}.`);
    }
    const values = { ...map, ...tool.defaults, ...readArguments(tool.arguments, given) };
    const flags = new Flags(values, deps.now());
    return await resultOf(await tool.run({ ...call, flags, deps: withoutStreams(deps), logs }));
  } catch (error) {
    return errorResult(reportOf(error));
  }
}

const PROGRESS_MS = 500;

/** Calls `tell` at most once in so many milliseconds. */
function atMostEvery<Args extends readonly unknown[]>(
  ms: number,
  { now }: Pick<Deps, 'now'>,
  tell: (...args: Args) => void,
): (...args: Args) => void {
  let lastMs = now().getTime();
  return (...args) => {
    if (now().getTime() - lastMs < ms) return;
    lastMs = now().getTime();
    tell(...args);
  };
}
