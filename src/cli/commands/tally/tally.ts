import { tally, type TallyDocument, type TallyOptions, type TallyResult } from './document.ts';
import { tierOf } from '../../flags/usage-flags.ts';
import type { Deps } from '../../../core/deps.ts';
import { UsageError } from '../../../core/errors.ts';
import { formatAmount } from '../../../core/money.ts';
import { printable } from '../../render/text.ts';
import { tallyCsv, tallyMarkdown } from './groups-table.ts';
import { unpricedNotice } from './notices.ts';
import { renderTally } from './render.ts';
import { addAgentFlags, agentsOf } from './agent-flags.ts';
import { addEngineFlag, engineOf } from './engine.ts';
import { exportFormatOf, withExport } from './export.ts';
import { EachWriter } from './each.ts';
import { findInputs, type LogInput } from '../../../usage/logs/inputs.ts';
import { COLUMN_ROLES, type ChosenColumns, type ColumnRole } from '../../../usage/tables/columns.ts';
import { GROUP_NAMES } from '../../../pricing/tally/groups.ts';
import { SORTS } from '../../../pricing/tally/rows.ts';
import type { Outcome, StreamSpec } from '../../command.ts';
import type { Flags } from '../../flags/flags.ts';
import {
  addFormatFlags,
  addHtmlFlag,
  addMapFlags,
  mapOptions,
  wantsMapOfEachDate,
} from '../../flags/map-flags.ts';
import { sayThatItWaits } from '../../terminal/streams.ts';
import { projectFilesNotice } from '../../project-files.ts';
import { openProgress } from '../../terminal/progress.ts';

export const spec: StreamSpec = {
  args: '[logs...]',
  about:
    'What usage logs cost: JSON lines, documents, server-sent events and tables (CSV, TSV) of any provider, plain or in ' +
    'gzip, and the sessions of coding agents; files, directories, patterns, or - for standard input. Each reply is its ' +
    'own request, with its own model, tier and long-context price, and counts once however often it is written.',
  examples: [
    'llmcost tally requests.jsonl',
    'cat *.jsonl | llmcost tally - --by model,day',
    'llmcost tally logs/ --by provider,tier --since 2026-11-01 --format csv',
    'llmcost tally --agents --by agent,month',
    'llmcost tally --claude-code --by day,model --timezone Europe/Berlin',
    'llmcost tally --watch',
    'llmcost tally usage.csv --columns model=deployment,input=tokens_in,output=tokens_out',
    "llmcost tally 'usage/*.parquet' --engine duckdb --by model,day",
    'llmcost tally logs/ --html report.html',
    'llmcost tally requests.jsonl --each > priced.ndjson',
    'llmcost tally logs/ --format focus --billing-account org-1234 > focus.csv',
    'llmcost tally logs/ --format prometheus > llmcost.prom',
  ],
  flags(command) {
    addAgentFlags(command);
    command
      .optionsGroup('What counts:')
      .option('--since <date>', 'from this day on: 2026-11-01, 2026-11, 30d, today, "last month"')
      .option('--until <date>', 'up to this day, which counts too')
      .option('--model <key>', 'for lines that name no model')
      .option('--alias <their=key...>', "a log's own name for a model")
      .option('--tier <name>', 'for lines that say none, such as batch')
      .option('--region <name>', 'for lines that say none')
      .option(
        '--columns <what=column...>',
        'what columns of a table hold, such as model=deployment,input=tokens_in',
      )
      .option('--no-dedupe', 'count every copy of a reply and of a file');
    addEngineFlag(command);
    command.option(
      '--threads <n>',
      'how many read a log of more than 64 MB (default 1, and 2 for one of more than 1 GB)',
    );
    command
      .optionsGroup('How it is added up:')
      .option(
        '--by <groups>',
        `${GROUP_NAMES.join(', ')} or a path such as .metadata.team; several with commas (default model)`,
      )
      .option('--timezone <zone>', 'whose days they are (default UTC; local for that of this computer)')
      .option('--sort <by>', `${SORTS.join(', ')} (default: times in their order, else the dearest first)`)
      .option('--top <n>', 'only so many groups; the rest as one')
      .option('--chart', 'draw the costs as bars')
      .option('--budget <usd>', 'exit 4 when all of it costs more')
      .option('--reported-when-unpriced', "the provider's own figure for lines that the map has no price for")
      .option('--reconcile', "where our figures part from the provider's own")
      .option('--watch', "on a terminal: today's cost and what an hour costs, as the logs grow")
      .option('--each', 'one line of JSON for each line of the logs instead')
      .option('--strict', 'exit 4 on anything that is not priced, not read or assumed');
    addFormatFlags(command, ['focus', 'prometheus']);
    addHtmlFlag(command);
    command.option('--billing-account <id>', 'the account of a file for FinOps tools (FOCUS 1.2)');
    addMapFlags(
      command,
      'one map for all lines: that of a day (UTC), or now. Without it each line takes the map of its own date, where the history has it; with `each`, --strict refuses lines that it has none for',
    );
  },
  async stream(args, flags, deps) {
    if (flags.yes('watch')) {
      const { watchLogs, watchWanted } = await import('./watch.ts');
      return await watchLogs(watchWanted(args, flags, tallyOptions(flags), deps), deps);
    }
    const format = exportFormatOf(flags);
    if (flags.isGiven('html') && flags.yes('each'))
      throw new UsageError('--html and --each are two answers.', 'Leave out one of them.');
    const found = findInputs({ paths: args, ...agentsOf(flags) }, deps);
    if (flags.yes('dryRun')) return (await import('./dry-run.ts')).dryRun(found);
    const { inputs, passedOver } = found;
    if (args.includes('-')) sayThatItWaits(deps);
    const each = flags.yes('each') ? new EachWriter(deps.stdout.write) : undefined;
    const progress = await openProgress(deps, {
      title: 'Reading the logs',
      noun: 'bytes',
      total: bytesOf(inputs),
    });
    try {
      const result = await tally(
        {
          ...tallyOptions(flags),
          ...(format === null ? {} : { by: format.by }),
          ...(flags.isGiven('html') ? { alsoBy: REPORT_GROUPS } : {}),
          inputs,
          passedOver,
          readLogs: engineOf(flags),
          threads: threadsOf(flags),
          watcher: each,
          onBytes: (bytes) => progress.show(bytes),
        },
        deps,
      );
      const { document, exitCode } = result;
      progress.end();
      if (each === undefined) {
        const outcome = outcomeOf(document, flags.yes('chart'), exitCode);
        if (format !== null) return withExport(outcome, format, result, deps);
        return { ...outcome, html: () => pageOf(result, deps) };
      }
      each.end();
      sayTotal(document, deps);
      return exitCode;
    } finally {
      progress.end();
    }
  },
};

/** By what the sums of a report are parted, whatever the user's groups are. */
const REPORT_GROUPS = ['day', 'project', 'agent', 'session'] as const;

async function pageOf({ document, sums }: TallyResult, deps: Deps): Promise<string> {
  const { reportOf } = await import('./report.ts');
  const { tallyHtml } = await import('./html.ts');
  return tallyHtml(document, reportOf(sums()), deps);
}

/** What the flags say, but the logs. */
export function tallyOptions(flags: Flags) {
  return {
    by: flags.list('by').length === 0 ? ['model'] : flags.list('by'),
    timeZone: flags.text('timezone') ?? 'UTC',
    since: flags.text('since'),
    until: flags.text('until'),
    tier: tierOf(flags),
    region: flags.text('region'),
    model: flags.text('model'),
    aliases: aliasesOf(flags),
    sort: flags.choice('sort', SORTS),
    top: flags.count('top'),
    reconcile: flags.yes('reconcile'),
    reportedWhenUnpriced: flags.yes('reportedWhenUnpriced'),
    budgetUsd: flags.usd('budget'),
    strict: flags.yes('strict'),
    dedupe: !flags.no('dedupe'),
    columns: columnsOf(flags),
    ...mapsOf(flags),
  };
}

const MOST_THREADS = 64;

/** Undefined where the size of each log decides. */
function threadsOf(flags: Flags): number | undefined {
  const wanted = flags.count('threads');
  if (wanted === undefined || (wanted >= 1 && wanted <= MOST_THREADS)) return wanted;
  throw new UsageError(`--threads cannot be ${wanted}.`, `Give a number from 1 to ${MOST_THREADS}.`);
}

function aliasesOf(flags: Flags): ReadonlyMap<string, string> {
  return new Map(
    flags.list('alias').map((text) => {
      const at = text.indexOf('=');
      const [name, key] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
      if (at > 0 && name !== '' && key !== '') return [name, key] as const;
      throw new UsageError(
        `--alias cannot be "${text}".`,
        'Write it as their-name=key, such as --alias house-gpt=gpt-4o.',
      );
    }),
  );
}

/** Which maps price: those of the lines' own dates where nothing else is said. */
function mapsOf(flags: Flags): Pick<TallyOptions, 'byDate' | 'load'> {
  const load = mapOptions(flags, { each: true });
  if (wantsMapOfEachDate(flags)) return { byDate: 'each', load };
  return { byDate: flags.text('asOf') === undefined && load.map === undefined ? 'known' : 'none', load };
}

function columnsOf(flags: Flags): ChosenColumns {
  const chosen = new Map<ColumnRole, string>();
  for (const text of flags.list('columns')) {
    const at = text.indexOf('=');
    const role = COLUMN_ROLES.find((each) => each === text.slice(0, at).trim().toLowerCase());
    const name = text.slice(at + 1).trim();
    if (role === undefined || at < 1 || name === '') {
      throw new UsageError(
        `--columns cannot be "${text}".`,
        `Write it as what=column, what being one of ${COLUMN_ROLES.join(', ')}.`,
      );
    }
    chosen.set(role, name);
  }
  return chosen;
}

/** Null where the size of one of the logs is not known. */
export function bytesOf(inputs: readonly LogInput[]): number | null {
  let total = 0;
  for (const { bytes } of inputs) {
    if (bytes === null) return null;
    total += bytes;
  }
  return total;
}

export function outcomeOf(document: TallyDocument, chart: boolean, exitCode: number): Outcome {
  return {
    document,
    exitCode,
    text: (style) => renderTally(document, style, { chart }),
    formats: { csv: () => tallyCsv(document), markdown: () => tallyMarkdown(document) },
    warnings: [...document.warnings, ...unpricedNotice(document), ...refusals(document)],
    paged: true,
  };
}

/** Why the exit status is 4. A total that is unknown says so by itself. */
function refusals({ error, state }: TallyDocument): readonly { readonly message: string }[] {
  return error === null || state === 'unknown' ? [] : [error];
}

/** Beside `--each`, whose answer is the lines themselves. */
function sayTotal(document: TallyDocument, deps: Deps): void {
  const { total, state, error } = document;
  const messages = [
    ...document.warnings,
    ...projectFilesNotice(document, ''),
    ...unpricedNotice(document),
    ...(error === null ? [] : [error]),
    ...(total.totalUsd === null
      ? []
      : [{ message: `Total ${state === 'partial' ? 'at least ' : ''}${formatAmount(total.totalUsd)}.` }]),
  ];
  for (const { message } of messages) deps.notice(`llmcost: ${printable(message)}`);
}
