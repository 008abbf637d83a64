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
import { styleFor } from './render/style.ts';
import { printable, wrap } from './render/text.ts';
import type { Outcome } from './command.ts';
import { COMMANDS } from './commands.ts';
import { Flags } from './flags/flags.ts';
import { Printed } from './printed.ts';
import { ClosedPipe, ignoringWriteErrors } from './terminal/streams.ts';
import { own } from '../core/collections.ts';

/**
 * Runs one command line and says with which status to exit. The only place that catches everything:
 * what llmcost throws on purpose becomes a sentence and its exit code; anything else is a bug.
 */
export async function main(argv: readonly string[], deps: Deps): Promise<number> {
  try {
    return await dispatch(argv, deps);
  } catch (error) {
    if (error instanceof Printed) return 0;
    if (error instanceof ClosedPipe) return 0;
    return await fail(error, wantsJson(argv) && !(error instanceof OutputError), deps);
  }
}

/** Errors come before a command line is wholly understood, so the format is looked for by itself. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (arg, index) =>
      arg === '--json' || arg === '--format=json' || (arg === 'json' && argv[index - 1] === '--format'),
  );
}

async function dispatch(argv: readonly string[], deps: Deps): Promise<number> {
  const [name = '', ...rest] = argv;
  const entry = own(COMMANDS, name);
  const asksHelp = rest.length === 1 && (rest[0] === '--help' || rest[0] === '-h');
  if (entry === undefined || asksHelp) {
    const { root } = await import('./root.ts');
    return await root(entry === undefined ? argv : ['help', name], deps);
  }
  // What takes flags apart is not wanted for a version or a list of commands.
  const { parseCommand } = await import('./program.ts');
  const spec = await entry.load();
  const parsed = parseCommand(name, spec, rest, deps.stdout.write);
  const flags = new Flags(parsed.flags);
  const answer =
    'stream' in spec ? await spec.stream(parsed.args, flags, deps) : await spec.run(parsed.args, flags, deps);
  return typeof answer === 'number' ? answer : print(answer, flags, deps);
}

async function print(outcome: Outcome, flags: Flags, deps: Deps): Promise<number> {
  const format = flags.yes('json')
    ? 'json'
    : (flags.choice('format', ['table', 'json', 'csv', 'markdown']) ?? 'table');
  const other = format === 'csv' || format === 'markdown' ? outcome.formats?.[format] : undefined;
  if (format === 'json') {
    deps.stdout.write(toJson(outcome.document));
  } else if (other !== undefined) {
    deps.stdout.write(other());
    sayWarnings(outcome, deps);
  } else {
    const style = await styleFor(deps.stdout, deps.env, flags.no('color'));
    await printText(await outcome.text(style), (outcome.paged ?? false) && !flags.no('pager'), deps);
    sayWarnings(outcome, deps);
  }
  return outcome.exitCode ?? 0;
}

async function printText(text: string, paged: boolean, deps: Deps): Promise<void> {
  if (paged && deps.stdout.isTTY) {
    const { page, pagerFor } = await import('./terminal/pager.ts');
    const pager = pagerFor(text, deps);
    if (pager !== undefined && (await page(text, pager, deps.env))) return;
  }
  deps.stdout.write(text);
}

function sayWarnings({ warnings = [] }: Outcome, deps: Deps): void {
  for (const { message } of warnings)
    deps.notice(wrap(`llmcost: ${printable(message)}`, deps.stderr.columns ?? Infinity));
}

async function fail(error: unknown, asJson: boolean, deps: Deps): Promise<number> {
  const report: ErrorReport =
    error instanceof LlmcostError
      ? error.report()
      : { code: 'INTERNAL', message: `A bug in llmcost: ${unexpected(error)}`, hint: BUG_HINT };
  if (deps.env['LLMCOST_DEBUG'] && error instanceof Error) deps.notice(error.stack ?? error.message);
  if (asJson) {
    ignoringWriteErrors(deps.stdout).write(toJson({ error: report }));
    return EXIT_CODES[report.code];
  }
  const { theme, width } = await styleFor(deps.stderr, deps.env, false);
  const candidates = report.candidates ?? [];
  // The names that a hint would repeat stand below it with their prices.
  const hint = report.code === 'MODEL_NOT_FOUND' && candidates.length > 0 ? 'Did you mean:' : report.hint;
  const lines = [
    `${theme.bad('llmcost:')} ${wrap(printable(report.message), width)}`,
    ...(hint === null ? [] : [wrap(printable(hint), width, '  ')]),
    ...candidates.map(({ key, price }) => `    ${printable(key)}  ${theme.dim(price)}`),
  ];
  deps.stderr.write(`${lines.join('\n')}\n`);
  return EXIT_CODES[report.code];
}

const BUG_HINT =
  'Please report it with the command that you typed. LLMCOST_DEBUG=1 prints where it happened.';

function unexpected(error: unknown): string {
  const code = systemCode(error);
  return code === undefined ? reasonOf(error) : `${reasonOf(error)} (${code})`;
}
