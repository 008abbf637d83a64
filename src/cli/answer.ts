/** One command: its flags taken apart, its work done, its answer printed in the format that was asked for. */
import type { Deps } from '../core/deps.ts';
import { jsonPieces } from '../core/json-text.ts';
import type { OtherFormat, Outcome, Spec } from './command.ts';
import { Flags } from './flags/flags.ts';
import { withOldNames } from './old-names.ts';
import type { Answer } from './main.ts';
import { parseCommand } from './program.ts';
import { projectFilesNotice } from './project-files.ts';
import { styleFor } from './render/style.ts';
import { printable, wrap } from './render/text.ts';

/** Answers a command line that begins with this command's name. */
export function answerWith(name: string, spec: Spec): Answer {
  return async ([, ...rest], deps) => {
    const parsed = parseCommand(name, spec, rest, deps.stdout.write);
    if (parsed === undefined) return 0;
    const { args, flags: given } = parsed;
    const flags = new Flags(given, deps.now());
    const answer =
      'stream' in spec ? await spec.stream(args, flags, deps) : await spec.run(args, flags, deps);
    return typeof answer === 'number' ? answer : print(name, answer, flags, deps);
  };
}

async function print(name: string, outcome: Outcome, flags: Flags, deps: Deps): Promise<number> {
  const page = flags.text('html');
  if (page !== undefined && outcome.html !== undefined) {
    const { writePage } = await import('./write-page.ts');
    await writePage(page, await outcome.html(), deps);
    // Standard output is the page's alone.
    if (page === '-') return outcome.exitCode ?? 0;
  }
  const format = formatOf(outcome, flags);
  const other = format === 'json' || format === 'table' ? undefined : outcome.formats?.[format];
  if (format === 'json') {
    for (const piece of jsonPieces(withOldNames(name, outcome.document))) deps.stdout.write(piece);
  } else if (other !== undefined) {
    const text = other();
    deps.stdout.write(text);
    sayWarnings(outcome, text, deps);
  } else {
    const style = await styleFor(deps.stdout, deps.env, flags.no('color'));
    const text = await outcome.text(style);
    await printText(text, (outcome.paged ?? false) && !flags.no('pager'), deps);
    sayWarnings(outcome, text, deps);
  }
  return outcome.exitCode ?? 0;
}

/** Every table has CSV and Markdown; a command that has more formats names them in its outcome. */
function formatOf({ formats = {} }: Outcome, flags: Flags): 'table' | 'json' | OtherFormat {
  if (flags.yes('json')) return 'json';
  const more = (['focus', 'prometheus'] as const).filter((name) => formats[name] !== undefined);
  return flags.choice('format', ['table', 'json', 'csv', 'markdown', ...more]) ?? 'table';
}

async function printText(text: string, paged: boolean, deps: Deps): Promise<void> {
  if (paged && deps.stdout.isTTY) {
    const { page, pagerFor } = await import('./terminal/pager.ts');
    const pager = pagerFor(text, deps);
    if (pager !== undefined && (await page(text, pager, deps.env))) return;
  }
  deps.stdout.write(text);
}

function sayWarnings({ document, warnings = [] }: Outcome, text: string, deps: Deps): void {
  for (const { message } of [...warnings, ...projectFilesNotice(document, text)])
    deps.notice(wrap(`llmcost: ${printable(message)}`, deps.stderr.columns ?? Infinity));
}
