import { sql } from './document.ts';
import { renderSql } from './render.ts';
import { UsageError } from '../../../core/errors.ts';
import { ROLE_NAMES, usageColumns } from '../../../engines/columns.ts';
import { DIALECT_NAMES } from '../../../engines/dialect.ts';
import { tierOf } from '../../flags/usage-flags.ts';
import type { CommandSpec } from '../../command.ts';
import type { Flags } from '../../flags/flags.ts';
import { addMapFlags, wholeMap } from '../../flags/map-flags.ts';

export const spec: CommandSpec = {
  args: '',
  about:
    'The prices and the rules of pricing as SQL, for usage that is kept in a database: small tables of rates and ' +
    'names, the view llmcost_cost with a row for each request, and the view llmcost_total with sums by day and model. ' +
    'The figures are those of tally, to the last digit. Your discounts, margins, aliases and own prices are in it.',
  examples: [
    'llmcost sql --dialect duckdb > prices.sql',
    'llmcost sql --dialect postgres --usage public.requests --columns model=model_name,input=prompt_tokens,output=completion_tokens,at=created_at > prices.sql',
    'llmcost sql --dialect duckdb --models gpt-4o,claude-sonnet-4-5 --out sql/',
  ],
  flags(command) {
    command
      .optionsGroup('What is written:')
      .option('--dialect <name>', DIALECT_NAMES.join(', '))
      .option(
        '--out <dir>',
        'write llmcost.sql there, and its tables beside it as CSV; without it the script is printed with their rows',
      )
      .option('--history', 'each row takes the map of its own date, as far as your history of maps has it')
      .optionsGroup('Your usage:')
      .option(
        '--usage <table>',
        'your table or view of usage (default: llmcost_usage, which the script makes)',
      )
      .option('--columns <what=column...>', `which of its columns hold what: ${ROLE_NAMES.join(', ')}`)
      .option('--tier <name>', 'for rows that say none, such as batch')
      .option('--region <name>', 'for rows that say none')
      .optionsGroup('Which models:')
      .option(
        '--names <file>',
        'a file of the names that your usage has, one a line (default: all that the map answers)',
      )
      .option('--models <names...>', 'the same names, in the line');
    addMapFlags(command);
  },
  async run(_args, flags, deps) {
    const document = await sql({ ...optionsOf(flags), load: wholeMap(flags) }, deps);
    return { document, text: () => renderSql(document), warnings: document.warnings };
  },
};

function optionsOf(flags: Flags) {
  if (flags.yes('history') && flags.text('asOf') !== undefined) {
    throw new UsageError(
      '--history and --as-of say two things of which map prices.',
      'Leave out one of them.',
    );
  }
  const usage = usageOf(flags);
  if (flags.yes('history') && usage !== undefined && !usage.columns.has('at')) {
    throw new UsageError('--history needs the column of the moment.', 'Name it: --columns at=created_at,….');
  }
  const dialect = flags.choice('dialect', DIALECT_NAMES);
  if (dialect === undefined) {
    throw new UsageError(
      'No dialect is given.',
      `Say which: llmcost sql --dialect ${DIALECT_NAMES.join('|')}`,
    );
  }
  return {
    dialect,
    out: flags.text('out'),
    usage,
    tier: tierOf(flags),
    region: flags.text('region'),
    namesFile: flags.text('names'),
    models: flags.list('models'),
    history: flags.yes('history'),
  };
}

function usageOf(flags: Flags) {
  const table = flags.text('usage')?.trim();
  const columns = flags.list('columns');
  if (table === undefined && columns.length === 0) return undefined;
  if (table === undefined || table === '' || columns.length === 0) {
    throw new UsageError(
      '--usage and --columns go together.',
      'Such as --usage requests --columns model=model_name,input=prompt_tokens,output=completion_tokens.',
    );
  }
  if (!TABLE_NAME.test(table)) {
    throw new UsageError(
      `--usage cannot be "${table}".`,
      'Write the name of a table or view, with its schema where it has one: public.requests, "My Table".',
    );
  }
  return { table, columns: usageColumns(columns) };
}

/** One to three parts with dots between them, each a plain word or in quotes. */
const TABLE_NAME =
  /^(?:[\p{L}_][\p{L}\p{N}_$-]*|"[^"]+"|`[^`]+`)(?:\.(?:[\p{L}_][\p{L}\p{N}_$-]*|"[^"]+"|`[^`]+`)){0,2}$/u;
