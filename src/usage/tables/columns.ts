import { UsageError } from '../../core/errors.ts';

/** What a column of a table may hold, under the names that `--columns` gives it. */
export const COLUMN_ROLES = [
  'model',
  'provider',
  'time',
  'requests',
  'cost',
  'tier',
  'batch',
  'region',
  'speed',
  'id',
  'session',
  'project',
  'user',
  'input',
  'uncached-input',
  'cache-read',
  'cache-write',
  'cache-write-5m',
  'cache-write-1h',
  'input-audio',
  'cache-read-audio',
  'input-image',
  'output',
  'output-audio',
  'output-image',
  'reasoning',
  'reasoning-beside',
  'total',
  'images',
  'seconds',
  'characters',
  'pages',
  'web-searches',
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** The columns of a table by what they hold: their places in a row. */
export type Columns = ReadonlyMap<ColumnRole, number>;

/**
 * Names of columns without case, spaces, dots and underscores. Those of a role that stand first are
 * taken first where a table has several; a name of two roles is in none.
 */
const NAMES: Readonly<Record<ColumnRole, string>> = {
  model: `model modelname modelpermaslug snapshotid modelid modelversion responsemodel requestmodel
    genairesponsemodel genairequestmodel llmmodelname`,
  provider: 'provider providername customllmprovider genaiprovidername genaisystem',
  time: `timestamp createdat created starttime startedat startingat datetime usagedateutc usagedate date time
    day ts at aggregationtimestamp`,
  requests: 'requests nummodelrequests nrequests numrequests requestcount nrequeststotal count',
  cost: `cost costusd costtotal totalcost totalcostusd amountvalue amountusd spend spendusd responsecost
    usagecost`,
  tier: 'servicetier tier',
  batch: 'batch isbatch usagetype',
  region: 'inferencegeo region',
  speed: 'speed',
  id: 'generationid responseid completionid messageid requestid id',
  session: 'sessionid session conversationid threadid',
  project: 'projectid project projectname workspaceid workspace workspacename',
  user: 'userid user useremail enduser email',
  input: `prompttokens inputtokens tokensprompt nativetokensprompt prompttokencount inputtokencount
    ncontexttokenstotal contexttokens usageinputtokens totalinputtokens tokensin inputtokenstotal input
    genaiusageinputtokens llmtokencountprompt`,
  'uncached-input': `uncachedinputtokens usageinputtokensnocache inputtokensnocache inputtokensuncached
    inputuncachedtokens nocacheinputtokens promptcachemisstokens`,
  'cache-read': `cachereadinputtokens usageinputtokenscacheread cachedtokens tokenscached nativetokenscached
    cachedinputtokens inputcachedtokens cachedprompttokens promptcachedtokens cachedcontenttokencount
    inputcacheread cachereadtokens inputtokenscached ncachedcontexttokenstotal
    prompttokensdetailscachedtokens inputtokensdetailscachedtokens promptcachehittokens`,
  'cache-write': `cachecreationinputtokens cachewriteinputtokens cachewritetokens inputcachecreation
    inputcachewrite cachecreationtokens tokenscachewrite`,
  'cache-write-5m': `ephemeral5minputtokens usageinputtokenscachewrite5m cachewrite5mtokens
    cachecreationephemeral5minputtokens`,
  'cache-write-1h': `ephemeral1hinputtokens usageinputtokenscachewrite1h cachewrite1htokens
    cachecreationephemeral1hinputtokens`,
  'input-audio': 'inputaudiotokens audioinputtokens promptaudiotokens',
  'cache-read-audio': 'inputcachedaudiotokens cachereadaudiotokens',
  'input-image': 'inputimagetokens imageinputtokens promptimagetokens',
  output: `completiontokens outputtokens tokenscompletion nativetokenscompletion candidatestokencount
    outputtokencount ngeneratedtokenstotal generatedtokens usageoutputtokens totaloutputtokens tokensout
    outputtokenstotal output genaiusageoutputtokens llmtokencountcompletion`,
  'output-audio': 'outputaudiotokens audiooutputtokens completionaudiotokens',
  'output-image': 'outputimagetokens imageoutputtokens completionimagetokens',
  reasoning: `reasoningtokens tokensreasoning nativetokensreasoning outputreasoningtokens
    reasoningoutputtokens thinkingtokens completiontokensdetailsreasoningtokens
    outputtokensdetailsreasoningtokens`,
  'reasoning-beside': 'thoughtstokencount',
  total: 'totaltokens tokenstotal totaltokencount ntokenstotal',
  images: 'images numimages nimages imagecount',
  seconds: 'seconds numseconds durationseconds audioseconds',
  characters: 'characters numcharacters ncharacters',
  pages: 'pages numpages pagecount',
  'web-searches': 'websearches websearchrequests websearchcount numwebsearches',
};

/** Names that may mean several things: which, for the question. */
const AMBIGUOUS: Readonly<Record<string, readonly ColumnRole[]>> = {
  tokens: ['input', 'output', 'total'],
  tokencount: ['input', 'output', 'total'],
  usage: ['total', 'cost'],
  amount: ['cost', 'requests'],
  price: ['cost', 'total'],
  value: ['cost', 'total'],
};

/** Under these names the cache stands beside the input, as Anthropic counts. */
const BESIDE = /^(cacheread|cachecreation|cachewrite)inputtokens$|^ephemeral/;
/** Under these it may be part of the input or stand beside it. */
const UNDECIDED = /^(cachereadtokens|cachewritetokens|cachecreationtokens)$/;

export interface TableColumns {
  readonly columns: Columns;
  /** The names as the table spells them. */
  readonly header: readonly string[];
  /** Whether the input that the table tells leaves the cache out; undefined where only a total can tell. */
  readonly isCacheBeside: boolean | undefined;
}

/** What the user says of columns: roles by the names of columns, in any spelling. */
export type ChosenColumns = ReadonlyMap<ColumnRole, string>;

/**
 * Finds out what the columns of a table hold. Undefined where none of them is a count.
 * @throws UsageError where a name fits two meanings, or a column that was named is not there.
 */
export function columnsOf(
  header: readonly string[],
  chosen: ChosenColumns,
  file: string,
): TableColumns | undefined {
  const squashed = header.map(squash);
  const columns = new Map<ColumnRole, number>();
  for (const [role, name] of chosen) columns.set(role, indexOf(name, squashed, header, file));
  const taken = new Set(columns.values());
  for (const role of COLUMN_ROLES) {
    if (columns.has(role)) continue;
    const index = firstOf(NAMES[role].split(/\s+/), squashed, taken);
    if (index !== undefined) columns.set(role, index);
  }
  // The user's own word for the input decides whether the cache is part of it.
  if (chosen.has('uncached-input') && !chosen.has('input')) columns.delete('input');
  if (chosen.has('input') && !chosen.has('uncached-input')) columns.delete('uncached-input');
  askOfAmbiguous(squashed, header, columns, chosen, file);
  if (!COUNT_ROLES.some((role) => columns.has(role))) return undefined;
  return { columns, header, isCacheBeside: cacheIsBeside(squashed, header, columns, chosen, file) };
}

const COUNT_ROLES: readonly ColumnRole[] = COLUMN_ROLES.slice(COLUMN_ROLES.indexOf('input'));

/** Whether a table has a model, and all columns that the user named: a database has many that are about something else. */
export function mayHoldRequests(header: readonly string[], chosen: ChosenColumns): boolean {
  const names = new Set(header.map(squash));
  const isNamed = chosen.has('model') || NAMES.model.split(/\s+/).some((name) => names.has(name));
  return isNamed && [...chosen.values()].every((name) => names.has(squash(name)));
}

export function squash(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function indexOf(name: string, squashed: readonly string[], header: readonly string[], file: string): number {
  const exact = header.indexOf(name);
  const index = exact >= 0 ? exact : squashed.indexOf(squash(name));
  if (index >= 0) return index;
  throw new UsageError(
    `${file} has no column "${name}".`,
    `Its columns are ${header.map((each) => each.trim()).join(', ')}.`,
  );
}

/** The column of the first of the names that the table has. */
function firstOf(
  names: readonly string[],
  squashed: readonly string[],
  taken: ReadonlySet<number>,
): number | undefined {
  for (const name of names) {
    const index = squashed.indexOf(name);
    if (index >= 0 && !taken.has(index)) return index;
  }
  return undefined;
}

function askOfAmbiguous(
  squashed: readonly string[],
  header: readonly string[],
  columns: Columns,
  chosen: ChosenColumns,
  file: string,
): void {
  const taken = new Set(columns.values());
  for (const [index, name] of squashed.entries()) {
    const roles = Object.hasOwn(AMBIGUOUS, name) ? (AMBIGUOUS[name] ?? []) : [];
    if (taken.has(index) || roles.length === 0) continue;
    // It matters only where nothing else says what it might.
    if (roles.every((role) => columns.has(role)) || (chosen.size > 0 && columns.has('input'))) continue;
    if (!roles.includes('input') || columns.has('input') || columns.has('output')) continue;
    const ways = roles.map((role) => `--columns ${role}=${header[index] ?? ''}`).join(', or ');
    throw new UsageError(
      `The column ${header[index] ?? ''} of ${file} may hold the input, the output or both together.`,
      `Say which: ${ways}.`,
    );
  }
}

function cacheIsBeside(
  squashed: readonly string[],
  header: readonly string[],
  columns: Columns,
  chosen: ChosenColumns,
  file: string,
): boolean | undefined {
  const cache = (['cache-read', 'cache-write', 'cache-write-5m', 'cache-write-1h'] as const).flatMap(
    (role) => columns.get(role) ?? [],
  );
  if (columns.has('uncached-input')) return true;
  if (cache.length === 0 || chosen.has('input')) return false;
  const names = cache.map((index) => squashed[index] ?? '');
  if (names.some((name) => BESIDE.test(name))) return true;
  const asked = cache.find((index) => UNDECIDED.test(squashed[index] ?? ''));
  // llmcost's own names are parts of the input.
  if (asked === undefined || /^cache(Read|Write)Tokens$/.test(header[asked] ?? '')) return false;
  if (columns.has('total')) return undefined;
  const input = header[columns.get('input') ?? -1] ?? 'the input';
  throw new UsageError(
    `The column ${header[asked] ?? ''} of ${file} may be part of ${input}, or stand beside it.`,
    `Say --columns input=${input} where it is part of it, or --columns uncached-input=${input} where it is not.`,
  );
}
