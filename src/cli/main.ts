import {
  EXIT_CODES,
  LlmcostError,
  OutputError,
  reasonOf,
  systemCode,
  type ErrorReport,
} from '../core/errors.ts';
import type { Deps } from '../core/deps.ts';
import { toJson } from '../core/json-text.ts';
import { withOldNames } from './old-names.ts';
import { styleFor } from './render/style.ts';
import { printable, wrap } from './render/text.ts';
import { ClosedPipe, ignoringWriteErrors } from './terminal/streams.ts';

/** What a command line is answered by: a command, or what stands in for one. Gives the exit status. */
export type Answer = (argv: readonly string[], deps: Deps) => Promise<number>;

/**
 * Runs one command line and says with which status to exit. The only place that catches everything:
 * what llmcost throws on purpose becomes a sentence and its exit code; anything else is a bug.
 */
export async function main(answer: Answer, argv: readonly string[], deps: Deps): Promise<number> {
  try {
    return await answer(argv, deps);
  } catch (error) {
    if (error instanceof ClosedPipe) return 0;
    return await fail(error, wantsJson(argv) && !(error instanceof OutputError), deps);
  }
}

/** Errors come before a command line is wholly understood, so the format is looked for by itself. */
function wantsJson(all: readonly string[]): boolean {
  const end = all.indexOf('--');
  const argv = end < 0 ? all : all.slice(0, end);
  return argv.some(
    (arg, index) =>
      arg === '--json' || arg === '--format=json' || (arg === 'json' && argv[index - 1] === '--format'),
  );
}

async function fail(error: unknown, asJson: boolean, deps: Deps): Promise<number> {
  const report = reportOf(error);
  if (deps.env['LLMCOST_DEBUG'] && error instanceof Error) deps.notice(error.stack ?? error.message);
  if (asJson) {
    ignoringWriteErrors(deps.stdout).write(toJson(withOldNames('error', { error: report })));
    return EXIT_CODES[report.code];
  }
  const { theme, width } = await styleFor(deps.stderr, deps.env, false);
  const candidates = report.candidates ?? [];
  // The names that a hint would repeat stand below it with their prices.
  const hint = report.code === 'MODEL_NOT_FOUND' && candidates.length > 0 ? 'Did you mean:' : report.hint;
  const lines = [
    `${theme.bad('llmcost:')} ${wrap(printable(report.message), width)}`,
    ...(hint === null ? [] : [wrap(printable(hint), width, '  ')]),
    ...candidates.map(({ model, price }) => `    ${printable(model)}  ${theme.dim(price)}`),
  ];
  deps.stderr.write(`${lines.join('\n')}\n`);
  return EXIT_CODES[report.code];
}

/** What is said of an error: what llmcost did not throw on purpose is a bug. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof LlmcostError) return error.report();
  return { code: 'INTERNAL', message: `A bug in llmcost: ${unexpected(error)}`, hint: BUG_HINT };
}

const BUG_HINT =
  'Please report it with the command that you typed. LLMCOST_DEBUG=1 prints where it happened.';

function unexpected(error: unknown): string {
  const code = systemCode(error);
  return code === undefined ? reasonOf(error) : `${reasonOf(error)} (${code})`;
}
