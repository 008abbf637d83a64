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
  /** For arguments that are absent, where the command's own default is too long for an agent. */
  readonly defaults?: FlagValues;
  /** The name of the JSON Schema of its answer, as `llmcost schema` takes it. */
  readonly schema: string;
  /** @throws LlmcostError as the command does. */
  readonly run: (call: ToolCall) => Promise<Outcome>;
}

export interface ToolCall {
  /** The arguments, and the flags of the server that say which map to use. */
  readonly flags: Flags;
  /** Without stdin and stdout, which belong to the protocol. */
  readonly deps: Deps;
  readonly logs: LogRoots;
  /** Aborted when the client cancels the call. */
  readonly signal: AbortSignal;
  /** Reports progress of a long call to the client, if it asked for it. */
  readonly onProgress: (done: number, total: number | null) => void;
}
