/** The tables of names: which model is meant, alone and beside a provider. */
import type { Meaning } from '../names.ts';
import type { Ids, Part } from './part.ts';
import { integer, text, type Cell, type Column, type Table } from './table.ts';

/** What stands before a name in the tables, so that each map has its own names. */
export function prefixOf(map: number): string {
  return `${map}|`;
}

function meaningCells({ key, problem, assumed }: Meaning, ids: Ids): readonly Cell[] {
  return [key === null ? null : (ids.get(key) ?? null), problem, assumed.join(',')];
}

function meaningColumns(prefix = ''): readonly Column[] {
  return [integer(`${prefix}model`), text(`${prefix}problem`), text(`${prefix}assumed`)];
}

export function nameTables(parts: readonly Part[]): readonly Table[] {
  const exact = parts.flatMap(({ names, prefix }) =>
    names.exact.map((name) => [prefix + name, `${prefix}=${name}`]),
  );
  return [
    {
      name: 'llmcost_name',
      about: 'which model a name means, in lower case; elsewhere_: at a provider that does not sell it',
      columns: [text('name'), ...meaningColumns(), ...meaningColumns('elsewhere_')],
      rows: parts.flatMap(({ names, ids, prefix }) =>
        names.names.map((row) => [
          prefix + row.name,
          ...meaningCells(row.alone, ids),
          ...meaningCells(row.elsewhere, ids),
        ]),
      ),
    },
    ...(exact.length === 0
      ? []
      : [
          {
            name: 'llmcost_exact_name',
            about: 'names that mean something else in other letters, and under which name they are looked up',
            columns: [text('name'), text('look_name')],
            rows: exact,
          },
        ]),
  ];
}

export function offerTables(parts: readonly Part[]): readonly Table[] {
  return [
    {
      name: 'llmcost_offer',
      about: 'which model a name means beside the provider that sells it',
      columns: [text('name'), text('provider'), ...meaningColumns()],
      rows: parts.flatMap(({ names, ids, prefix }) =>
        names.offers.map(({ name, provider, meaning }) => [
          prefix + name,
          provider,
          ...meaningCells(meaning, ids),
        ]),
      ),
    },
    {
      name: 'llmcost_provider',
      about: 'how providers are written, in lower case, and which of them is meant',
      columns: [text('name'), text('provider')],
      rows: parts.flatMap(({ names, prefix }) =>
        names.providers.map(({ name, provider }) => [prefix + name, provider]),
      ),
    },
  ];
}
