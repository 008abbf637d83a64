/** What the columns of a usage table hold, as `llmcost sql` reads them. */
import { UsageError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';

/** How a column is read: a whole count, an amount with decimals, a text, a moment; `kept` is only handed on. */
type Kind = 'count' | 'amount' | 'text' | 'moment' | 'kept';

/** By the role that `--columns` names; where tally's tables have the same column, under the same name. */
export const ROLES = {
  model: 'text',
  provider: 'text',
  tier: 'text',
  batch: 'text',
  region: 'text',
  speed: 'text',
  at: 'moment',
  requests: 'count',
  input: 'count',
  'uncached-input': 'count',
  'cache-read': 'count',
  'cache-read-image': 'count',
  'cache-read-audio': 'count',
  'cache-write': 'count',
  'cache-write-5m': 'count',
  'cache-write-1h': 'count',
  'input-image': 'count',
  'input-audio': 'count',
  'input-video': 'count',
  output: 'count',
  reasoning: 'count',
  'reasoning-beside': 'count',
  'output-image': 'count',
  'output-audio': 'count',
  'output-video': 'count',
  images: 'count',
  'image-size': 'text',
  'image-quality': 'text',
  seconds: 'amount',
  resolution: 'text',
  characters: 'count',
  pages: 'count',
  'annotated-pages': 'count',
  credits: 'count',
  queries: 'count',
  results: 'count',
  sessions: 'count',
  'web-searches': 'count',
  'search-context': 'text',
  id: 'kept',
  session: 'kept',
  project: 'kept',
  user: 'kept',
} as const satisfies Readonly<Record<string, Kind>>;

export type Role = keyof typeof ROLES;

export const ROLE_NAMES: readonly Role[] = Object.keys(ROLES).filter(isRole);

export function isRole(name: string): name is Role {
  return Object.hasOwn(ROLES, name);
}

/** Where a usage table has what: the names of its columns by role. */
export type UsageColumns = ReadonlyMap<Role, string>;

/** Another name that people give a role. */
const OTHER_NAMES: Readonly<Record<string, Role>> = { time: 'at' };

/**
 * Reads `input=prompt_tokens`, `model=model_name`, ….
 * @throws UsageError for what is no role, for a role given twice, and where nothing is counted.
 */
export function usageColumns(pairs: readonly string[]): UsageColumns {
  const columns = new Map<Role, string>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const role = roleNamed(at < 0 ? pair : pair.slice(0, at));
    const name = pair.slice(at + 1).trim();
    if (at < 1 || name === '') {
      throw new UsageError(`--columns cannot be "${pair}".`, 'Write it as what=column: input=prompt_tokens.');
    }
    if (columns.has(role)) {
      throw new UsageError(`--columns names two columns for ${role}.`, 'A column holds one thing: keep one.');
    }
    columns.set(role, name);
  }
  const counts = ROLE_NAMES.filter((role) => ROLES[role] === 'count' || ROLES[role] === 'amount');
  if (!counts.some((role) => role !== 'requests' && columns.has(role))) {
    throw new UsageError(
      '--columns names no column that counts something.',
      'Such as --columns model=model_name,input=prompt_tokens,output=completion_tokens.',
    );
  }
  return columns;
}

function roleNamed(text: string): Role {
  const name = text.trim().toLowerCase().replaceAll('_', '-');
  const role = OTHER_NAMES[name] ?? name;
  if (isRole(role)) return role;
  const [near] = nearest(role, ROLE_NAMES, (each) => each, 1);
  throw new UsageError(
    `A usage table has no column for "${text.trim()}".`,
    `${near === undefined ? '' : `Did you mean ${near}? `}There are ${ROLE_NAMES.join(', ')}.`,
  );
}

/** The columns of the table that the script makes where the user names none. */
export const OWN_COLUMNS: UsageColumns = new Map(
  ROLE_NAMES.filter(
    (role) => role !== 'uncached-input' && role !== 'reasoning-beside' && role !== 'batch',
  ).map((role) => [role, role.replaceAll('-', '_')] as const),
);
