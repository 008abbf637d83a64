import { NO_SETTINGS, type Settings } from '../../src/config/settings.ts';
import { ROLE_NAMES, type Role } from '../../src/engines/columns.ts';
import { DIALECTS, type DialectName } from '../../src/engines/dialect.ts';
import { scriptLines } from '../../src/engines/script.ts';
import { priceTables, type PriceTables } from '../../src/engines/tables/tables.ts';
import type { ModelStore } from '../../src/models/store.ts';
import { NOON } from '../helpers/pricing.ts';
import type { Answer } from './expected.ts';
import { IMAGE_RULES } from './image-rules.ts';
import { COUNT_NAMES, type Row } from './rows.ts';

/** An engine that a test can run. */
export interface Engine {
  readonly dialect: DialectName;
  readonly textType: string;
  /** How far its figures may be away, for each USD; undefined where they are right to the last digit. */
  readonly tolerance?: number;
  readonly run: (script: string) => Promise<void>;
  /** Rows of texts and nulls. */
  readonly ask: (query: string) => Promise<readonly Readonly<Record<string, string | null>>[]>;
  readonly close: () => Promise<void>;
}

export const ROW_ROLES: readonly Role[] = [
  'id',
  'model',
  'provider',
  'tier',
  'region',
  'speed',
  'at',
  ...ROLE_NAMES.filter((role) => Object.hasOwn(COUNT_NAMES, role)),
];

export function columnOf(role: Role): string {
  return `my_${role.replaceAll('-', '_')}`;
}

/** The columns of the table of usage, each a text. */
export function usageColumns({ textType }: Pick<Engine, 'textType'>): string {
  return ROW_ROLES.map((role) => `${columnOf(role)} ${textType}`).join(', ');
}

/** Rows as a script that fills a table of texts, one column for each role. */
export function rowScript(rows: readonly Row[], { textType, dialect }: Engine): string {
  const options = DIALECTS[dialect].tableOptions;
  const literal = (value: string | number | undefined) =>
    value === undefined ? 'NULL' : `'${String(value).replaceAll("'", "''")}'`;
  const lines = rows.map(
    (row, index) => `(${ROW_ROLES.map((role) => literal(role === 'id' ? index : row[role])).join(',')})`,
  );
  const columns = usageColumns({ textType });
  const drop = `DROP TABLE IF EXISTS my_usage${dialect === 'postgres' ? ' CASCADE' : ''}`;
  return `${drop};\nCREATE TABLE my_usage (${columns})${options};\nINSERT INTO my_usage VALUES\n${lines.join(',\n')};\n`;
}

export function tablesOf(
  store: ModelStore,
  settings: Settings = NO_SETTINGS,
  names?: readonly string[],
  roles: readonly Role[] = ROW_ROLES,
): PriceTables {
  return priceTables({
    maps: [{ store, validFrom: null }],
    current: 0,
    settings,
    names,
    has: (role) => roles.includes(role),
    readImageRules: () => IMAGE_RULES,
    now: NOON,
  });
}

export function scriptFor(
  engine: Pick<Engine, 'dialect'>,
  tables: PriceTables,
  settings: Settings = NO_SETTINGS,
  hasFiles = false,
  roles: readonly Role[] = ROW_ROLES,
): string {
  const lines = scriptLines({
    dialect: DIALECTS[engine.dialect],
    tables,
    usage: { table: 'my_usage', columns: new Map(roles.map((role) => [role, columnOf(role)])) },
    tier: settings.tier?.value ?? 'standard',
    region: settings.region?.value,
    currency: settings.currency,
    hasFiles,
    header: ['a test'],
  });
  return [...lines].join('\n');
}

/** What `llmcost_cost` says of each row, in their order. */
export async function answersOf(engine: Engine): Promise<readonly Answer[]> {
  const text = (column: string) => `CAST(${column} AS ${engine.textType}) AS ${column}`;
  const columns = [
    'id',
    'model_key',
    'tier',
    'input_usd',
    'output_usd',
    'other_usd',
    'adjustments_usd',
    'total_usd',
    'state',
    'assumptions',
  ];
  const found = await engine.ask(`SELECT ${columns.map(text).join(', ')} FROM llmcost_cost`);
  const answers: Answer[] = [];
  for (const row of found) {
    const usd = (name: string) => (row[name] === null || row[name] === undefined ? null : Number(row[name]));
    answers[Number(row['id'])] = {
      key: row['model_key'] ?? null,
      tier: row['tier'] ?? '',
      inputUsd: usd('input_usd'),
      outputUsd: usd('output_usd'),
      otherUsd: usd('other_usd'),
      adjustmentsUsd: usd('adjustments_usd'),
      totalUsd: usd('total_usd'),
      state: row['state'] ?? '',
      assumptions: (row['assumptions'] ?? '')
        .split(',')
        .filter((code) => code !== '')
        .sort(),
    };
  }
  return answers;
}
