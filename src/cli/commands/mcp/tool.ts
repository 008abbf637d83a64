import type { Deps } from '../../../core/deps.ts';
import type { Outcome } from '../../command.ts';
import type { Flags } from '../../flags/flags.ts';
import type { Arguments, FlagValues } from './arguments.ts';
import type { LogRoots } from './log-roots.ts';

/** A tool of the server: a command, with those of its flags that an agent may set. */
export interface Tool {
  readonly title: string;
  /** For the model that chooses among tools. */
  readonly about: string;
  /** True for one that reads logs: its description names the directories. */
  readonly readsLogs?: true;
  /** Named as the flags are, in camelCase. */
  readonly arguments: Arguments;
  /** Of arguments that are not given, where the command's own would be more than an agent reads. */
  readonly defaults?: FlagValues;
  /** The name of the JSON Schema of its answer, as `llmcost schema` takes it. */
  readonly schema: string;
  /** @throws LlmcostError as the command does. */
  readonly run: (call: ToolCall) => Promise<Outcome>;
}

export interface ToolCall {
  /** The arguments, and the flags of the server that say which map to use. */
  readonly flags: Flags;
  /** Without standard input and output, which are the protocol's. */
  readonly deps: Deps;
  readonly logs: LogRoots;
  /** Aborted when the client cancels the call. */
  readonly signal: AbortSignal;
  /** Tells the client how much of a long call is done, where it asked for that. */
  readonly onProgress: (done: number, total: number | null) => void;
}
