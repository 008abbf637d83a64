import { SORT_KEYS } from '../../../models/search/sort.ts';
import { list, type ListDocument } from './document.ts';
import { UsageError } from '../../../core/errors.ts';
import { nearest } from '../../../core/nearest.ts';
import {
  COLUMNS,
  columnNamed,
  fieldColumn,
  suitedColumns,
  withCodingHead,
  type ListColumn,
} from './columns.ts';
import { listCsv, listMarkdown, renderList } from './render.ts';
import type { CommandSpec } from '../../command.ts';
import { addFilterFlags, filtersOf } from '../../flags/filter-flags.ts';
import { addFormatFlags, addMapFlags, wholeMap } from '../../flags/map-flags.ts';

export const spec: CommandSpec = {
  args: '[words...]',
  about: 'Finds models: every word must stand in the key or the provider, in any order.',
  examples: [
    'llmcost list sonnet --unique',
    'llmcost list --mode chat --supports vision,tools --min-context 200k --sort input --top 10',
    'llmcost list --mode image_generation --sort image-output',
    "llmcost list --provider openai --json | jq -r '.models[].model'",
  ],
  flags(command) {
    addFilterFlags(command);
    command
      .optionsGroup('How they are shown:')
      .option('--sort <by>', `${SORT_KEYS.join(', ')} (the lowest first)`)
      .option('--desc', 'the highest first')
      .option('--top <n>', 'only so many')
      .option('--unique', 'one row a model, whoever sells it: its cheapest offer')
      .option('--columns <names>', 'these columns; also any field of the map');
    addFormatFlags(command);
    addMapFlags(command);
  },
  async run(words, flags, deps) {
    const columns = chosenColumns(flags.list('columns'));
    const document = await list(
      {
        filters: filtersOf(words, flags),
        sort: flags.choice('sort', SORT_KEYS) ?? 'name',
        descending: flags.yes('desc'),
        top: flags.count('top'),
        unique: flags.yes('unique'),
        fields: (columns ?? []).flatMap(({ id }) => (columnNamed(id) === undefined ? [id] : [])),
        load: wholeMap(flags),
      },
      deps,
    );
    const { models } = document;
    const shown = withCodingHead(columns ?? suitedColumns(models, document.sort), document.coding);
    return {
      document,
      text: (style) => renderList(document, shown, style),
      formats: { csv: () => listCsv(shown, models), markdown: () => listMarkdown(shown, models) },
      warnings: [...document.warnings, ...nothingFound(document)],
      paged: true,
    };
  },
};

/** Said beside a text only: a document with an empty list says it by itself. */
function nothingFound({ rows }: ListDocument): readonly { readonly message: string }[] {
  return rows === 0 ? [{ message: 'No model matches.' }] : [];
}

/** The columns of `--columns`. @throws UsageError for a name that is neither a column nor a field. */
function chosenColumns(names: readonly string[]): readonly ListColumn[] | undefined {
  if (names.length === 0) return undefined;
  return names.map((name) => columnNamed(name.toLowerCase()) ?? fieldColumn(checkedField(name)));
}

/** Fields of the map have an underscore in their name, and columns have none. */
function checkedField(name: string): string {
  if (/^[a-z0-9]+(_[a-zA-Z0-9]+)+$/.test(name)) return name;
  const ids = COLUMNS.map(({ id }) => id);
  const [near] = nearest(name, ids, (id) => id, 1);
  throw new UsageError(
    `--columns has no column "${name}"${near === undefined ? '.' : `; did you mean ${near}?`}`,
    `There are ${ids.join(', ')}, and any field of the map, such as output_cost_per_image_token.`,
  );
}
