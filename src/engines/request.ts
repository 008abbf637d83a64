/** The view of requests: each row of the usage with its model, its conditions and what it used, by meter. */
import { SERVED_TIERS, UNSPECIFIED_TIERS } from '../usage/tier.ts';
import { ANYWHERE, NORMAL_SPEED } from '../pricing/multipliers.ts';
import { OTHER } from './conditions.ts';
import type { Role } from './columns.ts';
import { FLAGS, flagBit } from './flags.ts';
import { bitOf, type SqlMeter } from './meters.ts';
import { prefixOf } from './tables.ts';
import { cases, joined, lessOrNone, plusAll, same, selection, when, type Named } from './sql.ts';
import { COUNT_LIMIT, countColumn, type View } from './view.ts';

/** Columns that are handed on under the name of their role. */
const HANDED_ON = ['id', 'session', 'project', 'user'] as const satisfies readonly Role[];

/** The columns that a request keeps of its row, as the views name them. */
export function keptColumns(view: View): readonly string[] {
  const kept = HANDED_ON.filter((role) => view.has(role)).map((role) => view.dialect.quoted(role));
  return [...kept, 'model', 'provider', 'moment'];
}

/** The columns of the usage that are handed on as they are. */
function handedOn(view: View): readonly string[] {
  const kept = HANDED_ON.filter((role) => view.has(role)).map((role) => view.dialect.quoted(role));
  return [...kept, ...(view.options.handedOn ?? [])];
}

export interface Stage {
  readonly name: string;
  readonly columns: readonly Named[];
  readonly from: readonly string[];
}

export function requestQuery(view: View): string {
  const stages = [
    reading(view),
    counting(view),
    dating(view),
    spelling(view),
    naming(view),
    conditions(view),
    splitting(view, 'conditions'),
    measuring(view),
    masking(view),
  ];
  const last = stages.at(-1);
  const named = stages.slice(0, -1).map((stage) => subquery(stage, view));
  return `WITH\n${named.join(',\n')}\nSELECT\n    ${selection(last?.columns ?? [])}\n${last?.from.join('\n') ?? ''}`;
}

/** A stage with its name, to stand behind WITH. */
export function subquery({ name, columns, from }: Stage, { dialect }: View): string {
  return `  ${name} AS ${dialect.materialized}(\n  SELECT\n    ${selection(columns)}\n  ${from.join('\n  ')}\n  )`;
}

const count = (role: Role) => `c_${role.replaceAll('-', '_')}`;
const read = (role: Role) => `d_${role.replaceAll('-', '_')}`;
const textIn = (role: Role) => `t_${role.replaceAll('-', '_')}`;

/** What databases write for an empty cell. */
const NOTHING = ['', 'null', 'none', 'n/a', '-'];

/** Columns of any type as texts, doubles and moments. */
export function reading(view: View): Stage {
  const { dialect } = view;
  const { table, columns } = view.options.usage;
  const column = (role: Role) => `u.${dialect.quoted(columns.get(role) ?? '')}`;
  const counts = [...view.roles('count'), ...view.roles('amount')];
  return {
    name: 'reading',
    columns: [
      ...HANDED_ON.filter((role) => view.has(role)).map((role) => ({
        sql: column(role),
        as: dialect.quoted(role),
      })),
      ...(view.options.handedOn ?? []).map((name) => ({ sql: `u.${name}`, as: name })),
      ...view
        .roles('text')
        .map((role) => ({ sql: `TRIM(${dialect.asText(column(role))})`, as: textIn(role) })),
      { sql: view.has('at') ? dialect.asMoment(column('at')) : 'NULL', as: 'moment' },
      ...counts.map((role) => ({ sql: dialect.asDouble(column(role)), as: read(role) })),
      // A text that is neither a number nor empty.
      {
        sql: cases(
          counts.map((role) => [
            `${dialect.asDouble(column(role))} IS NULL AND ${column(role)} IS NOT NULL AND NOT ${dialect.isAmong(`LOWER(TRIM(${dialect.asText(column(role))}))`, NOTHING)}`,
            '1',
          ]),
          '0',
        ),
        as: 'is_text',
      },
    ],
    from: [`FROM ${table} u`],
  };
}

/** Whole counts, and names as the look-up compares them. */
export function counting(view: View): Stage {
  const { dialect } = view;
  const counts = view.roles('count');
  const seconds = view.roles('amount');
  const isOdd = (role: Role, whole: boolean) =>
    `NOT (${read(role)} >= 0 AND ${read(role)} < ${COUNT_LIMIT}${whole ? ` AND ${read(role)} = FLOOR(${read(role)})` : ''})`;
  const odd = [
    ['is_text = 1', '1'] as const,
    ...counts.map((role) => [isOdd(role, true), '1'] as const),
    ...seconds.map((role) => [isOdd(role, false), '1'] as const),
  ];
  const given = [...counts.filter((role) => role !== 'requests'), ...seconds];
  return {
    name: 'counting',
    columns: [
      ...same(...handedOn(view), 'moment'),
      ...same(...view.roles('text').map(textIn)),
      { sql: cases(odd, '0'), as: 'is_odd' },
      { sql: when(given.map((role) => `${read(role)} IS NULL`).join(' AND '), '1', '0'), as: 'is_empty' },
      ...counts.map((role) => ({
        sql: when(isOdd(role, true), 'NULL', dialect.asInteger(read(role))),
        as: count(role),
      })),
      ...seconds.map((role) => ({
        sql: when(isOdd(role, false), 'NULL', dialect.asSeconds(read(role))),
        as: count(role),
      })),
      { sql: view.has('model') ? 'LOWER(t_model)' : "''", as: 'name' },
      ...(view.has('provider') ? [{ sql: 'LOWER(t_provider)', as: 'seller' }] : []),
      ...(view.has('tier')
        ? [{ sql: "LOWER(REPLACE(REPLACE(t_tier, '-', '_'), ' ', '_'))", as: 'tier_name' }]
        : []),
    ],
    from: ['FROM reading'],
  };
}

/** Which map prices the row: that of its own moment, where there are several. */
function dating(view: View): Stage {
  const { history } = view.options.tables;
  const { dialect } = view;
  const first = history?.validFrom[0];
  const prefix = (index: number) => dialect.text(prefixOf(index));
  const starts = [...(history?.validFrom ?? []).entries()].reverse();
  const map =
    history === undefined || first === undefined
      ? "''"
      : cases(
          [
            ['c.moment IS NULL', prefix(history.current)],
            ...starts.map(([index, from]) => [`c.moment >= ${dialect.moment(from)}`, prefix(index)] as const),
          ],
          prefix(history.current),
        );
  const isOther =
    first === undefined ? '0' : when(`c.moment IS NULL OR c.moment < ${dialect.moment(first)}`, '1', '0');
  return {
    name: 'dating',
    columns: [
      { sql: 'c.*', as: 'c.*' },
      { sql: map, as: 'map' },
      { sql: isOther, as: 'is_other_date' },
    ],
    from: ['FROM counting c'],
  };
}

/** A name as the tables have it: behind the map that it belongs to, where there are several. */
function inMap({ options }: View, name: string): string {
  return options.tables.history === undefined ? name : `c.map || ${name}`;
}

/** The name under which the row's model is looked up. */
function spelling(view: View): Stage {
  const hasExact =
    view.has('model') && view.options.tables.tables.some(({ name }) => name === 'llmcost_exact_name');
  return {
    name: 'spelling',
    columns: [
      { sql: 'c.*', as: 'c.*' },
      {
        sql: hasExact ? `COALESCE(x.x_look_name, ${inMap(view, 'c.name')})` : inMap(view, 'c.name'),
        as: 'look_name',
      },
    ],
    from: [
      'FROM dating c',
      ...(hasExact
        ? [
            `LEFT JOIN ${joined('llmcost_exact_name', 'x', ['name', 'look_name'])} ON x.x_name = ${inMap(view, 'c.t_model')}`,
          ]
        : []),
    ],
  };
}

/** The model that the row names. */
function naming(view: View): Stage {
  const meaning = ['model', 'problem', 'assumed'];
  const pick = (column: string) =>
    view.has('provider')
      ? cases(
          [
            ['o.o_name IS NOT NULL', `o.o_${column}`],
            ['p.p_provider IS NOT NULL', `n.n_elsewhere_${column}`],
          ],
          `n.n_${column}`,
        )
      : `n.n_${column}`;
  return {
    name: 'naming',
    columns: [
      { sql: 'c.*', as: 'c.*' },
      { sql: pick('model'), as: 'model_id' },
      { sql: pick('problem'), as: 'name_problem' },
      { sql: pick('assumed'), as: 'name_assumed' },
    ],
    from: [
      'FROM spelling c',
      `LEFT JOIN ${joined('llmcost_name', 'n', ['name', ...meaning, ...meaning.map((name) => `elsewhere_${name}`)])} ON n.n_name = c.look_name`,
      ...(view.has('provider')
        ? [
            `LEFT JOIN ${joined('llmcost_provider', 'p', ['name', 'provider'])} ON p.p_name = ${inMap(view, 'c.seller')}`,
            `LEFT JOIN ${joined('llmcost_offer', 'o', ['name', 'provider', ...meaning])} ON o.o_name = c.look_name AND o.o_provider = p.p_provider`,
          ]
        : []),
    ],
  };
}

/** What a request keeps of its model. */
const FACTS = [
  'model_key',
  'lists_price',
  'makes_images',
  'least_seconds',
  'sum_bound',
  'discount_each',
  'margin_each',
] as const;

/** Tier, region, speed and hours as the table of prices names them. */
function conditions(view: View): Stage {
  const { dialect } = view;
  const { tables } = view.options;
  const defaultRegion = view.options.region?.trim().toLowerCase() ?? '';
  const region = view.has('region')
    ? `COALESCE(NULLIF(LOWER(c.t_region), ''), ${dialect.text(defaultRegion)})`
    : dialect.text(defaultRegion);
  const hasRegion = view.has('region') || defaultRegion !== '';
  const hasSpeed = view.has('speed');
  const hasOffPeak = tables.hasOffPeak;
  const facts = [...FACTS, ...cutNames(view)];
  const factors = (kind: string, alias: string) =>
    joined(`llmcost_condition WHERE kind = '${kind}'`, alias, ['model', 'name']);
  const noRegion = dialect.isAmong(region, [...ANYWHERE]);
  const noSpeed = dialect.isAmong("COALESCE(LOWER(c.t_speed), '')", [...NORMAL_SPEED]);
  return {
    name: 'conditions',
    columns: [
      { sql: 'c.*', as: 'c.*' },
      ...facts.map((name) => ({ sql: `m.m_${name}`, as: name })),
      { sql: tierOf(view), as: 'tier' },
      { sql: view.has('tier') ? isUnknownTier(view) : '0', as: 'is_other_tier' },
      {
        sql: hasRegion
          ? cases(
              [
                [noRegion, "''"],
                ['r.r_name IS NOT NULL', 'r.r_name'],
                ['m.m_any_region = 1', dialect.text(OTHER)],
              ],
              "''",
            )
          : "''",
        as: 'region',
      },
      {
        sql: hasRegion ? when(`${noRegion} OR r.r_name IS NOT NULL OR m.m_any_region = 1`, '0', '1') : '0',
        as: 'is_other_region',
      },
      {
        sql: hasSpeed
          ? cases(
              [
                [noSpeed, "''"],
                ['s.s_name IS NOT NULL', 's.s_name'],
              ],
              "''",
            )
          : "''",
        as: 'speed',
      },
      { sql: hasSpeed ? when(`${noSpeed} OR s.s_name IS NOT NULL`, '0', '1') : '0', as: 'is_other_speed' },
      {
        sql: hasOffPeak
          ? cases(
              [
                ['c.moment IS NULL', 'm.m_off_peak_now'],
                ['k.k_minute IS NOT NULL', '1'],
              ],
              '0',
            )
          : '0',
        as: 'off_peak',
      },
      { sql: hasOffPeak ? when('c.moment IS NULL AND m.m_off_peak = 1', '1', '0') : '0', as: 'is_time_now' },
    ],
    from: [
      'FROM naming c',
      `LEFT JOIN ${joined('llmcost_model', 'm', ['id', 'any_region', 'off_peak', 'off_peak_now', ...facts])} ON m.m_id = c.model_id`,
      ...(hasRegion
        ? [`LEFT JOIN ${factors('region', 'r')} ON r.r_model = c.model_id AND r.r_name = ${region}`]
        : []),
      ...(hasSpeed
        ? [`LEFT JOIN ${factors('speed', 's')} ON s.s_model = c.model_id AND s.s_name = LOWER(c.t_speed)`]
        : []),
      ...(hasOffPeak
        ? [
            `LEFT JOIN ${joined('llmcost_off_peak', 'k', ['model', 'minute'])} ON k.k_model = c.model_id AND k.k_minute = ${dialect.minuteOfWeek('c.moment')}`,
          ]
        : []),
    ],
  };
}

export function cutNames(view: View): readonly string[] {
  return Array.from({ length: view.options.tables.cuts }, (_, index) => `cut_${index + 1}`);
}

function tierOf(view: View): string {
  const { dialect } = view;
  const standing = dialect.text(view.options.tier);
  const batch = view.has('batch')
    ? [[dialect.isAmong('LOWER(c.t_batch)', ['true', 't', 'yes', '1', 'batch']), "'batch'"] as const]
    : [];
  if (!view.has('tier')) return cases(batch, standing);
  const tiers = new Map<string, string[]>();
  for (const [name, tier] of SERVED_TIERS) tiers.set(tier, [...(tiers.get(tier) ?? []), name]);
  return cases(
    [
      ...batch,
      [dialect.isAmong("COALESCE(c.tier_name, '')", UNSPECIFIED_TIERS), standing],
      ...[...tiers].map(
        ([tier, names]) => [dialect.isAmong('c.tier_name', names), dialect.text(tier)] as const,
      ),
    ],
    "'standard'",
  );
}

function isUnknownTier({ dialect }: View): string {
  const known = [...UNSPECIFIED_TIERS, ...SERVED_TIERS.keys()];
  return when(dialect.isAmong("COALESCE(c.tier_name, '')", known), '0', '1');
}

// A total that is too small for its parts grants them in this order (pricing/buckets.ts).
const INPUT_PARTS = [
  'cache_read',
  'cache_read_image',
  'cache_read_audio',
  'cache_write',
  'cache_write_1h',
  'input_audio',
  'input_image',
  'input_video',
] as const;
const OUTPUT_PARTS = ['output_audio', 'output_image', 'output_video', 'reasoning'] as const;

/** Totals, and the claims of their parts. @param stage the one that it reads. */
export function splitting(view: View, stage: string): Stage {
  const value = (role: Role) => (view.has(role) ? `COALESCE(${count(role)}, 0)` : '0');
  const hour = value('cache-write-1h');
  // Writes by time to live are parts of all writes; where they are more, they count (usage/settle.ts).
  const writes = [
    value('cache-write'),
    plusAll([value('cache-write-5m'), hour].filter((part) => part !== '0')),
  ];
  const [first = '0', ...others] = writes.filter((part) => part !== '0');
  const written = others.length === 0 ? first : `GREATEST(${[first, ...others].join(', ')})`;
  const hasWrites = view.has('cache-write') || view.has('cache-write-5m') || view.has('cache-write-1h');
  const claims: Readonly<Record<string, string>> = {
    cache_read: value('cache-read'),
    cache_read_image: value('cache-read-image'),
    cache_read_audio: value('cache-read-audio'),
    cache_write: hasWrites ? `${written} - ${hour}` : '0',
    cache_write_1h: hour,
    input_audio: value('input-audio'),
    input_image: value('input-image'),
    input_video: value('input-video'),
    output_audio: value('output-audio'),
    output_image: value('output-image'),
    output_video: value('output-video'),
    reasoning: view.has('reasoning-beside')
      ? `COALESCE(${view.has('reasoning') ? `${count('reasoning')}, ` : ''}${count('reasoning-beside')}, 0)`
      : value('reasoning'),
  };
  const claimed = (parts: readonly string[]) =>
    plusAll(parts.flatMap((part) => (claims[part] === '0' ? [] : [claims[part] ?? '0'])));
  const inClaimed = claimed(INPUT_PARTS);
  const outClaimed = claimed(OUTPUT_PARTS);
  const cacheClaimed = plusAll(
    [value('cache-read'), hasWrites ? written : '0'].filter((part) => part !== '0'),
  );
  const inputs = [
    ...(view.has('uncached-input') ? [`${count('uncached-input')} + ${cacheClaimed}`] : []),
    ...(view.has('input') ? [count('input')] : []),
  ];
  const beside = view.has('reasoning-beside') ? value('reasoning-beside') : undefined;
  const outputs = view.has('output')
    ? [beside === undefined ? count('output') : `${count('output')} + ${beside}`]
    : [];
  return {
    name: 'splitting',
    columns: [
      { sql: 'c.*', as: 'c.*' },
      ...[...INPUT_PARTS, ...OUTPUT_PARTS].flatMap((part) =>
        claims[part] === '0' ? [] : [{ sql: claims[part] ?? '0', as: `claim_${part}` }],
      ),
      { sql: inClaimed, as: 'claimed_in' },
      { sql: outClaimed, as: 'claimed_out' },
      { sql: `COALESCE(${[...inputs, inClaimed].join(', ')})`, as: 'input_tokens' },
      { sql: `COALESCE(${[...outputs, outClaimed].join(', ')})`, as: 'output_tokens' },
      { sql: view.has('requests') ? 'GREATEST(COALESCE(c_requests, 1), 1)' : '1', as: 'requests' },
    ],
    from: [`FROM ${stage} c`],
  };
}

/** Quantities by meter, and the bracket of the prompt. */
function measuring(view: View): Stage {
  const restOut = 'GREATEST(output_tokens - claimed_out, 0)';
  const parts = view.has('output-image') ? ' AND c_output_image IS NULL' : '';
  const isAllImage = when(`makes_images = 1 AND claimed_out = 0 AND output_tokens > 0${parts}`, '1', '0');
  const prompt = view.has('requests') ? when('requests > 1', '0', 'input_tokens') : 'input_tokens';
  return {
    name: 'measuring',
    columns: [
      { sql: 'c.*', as: 'c.*' },
      { sql: isAllImage, as: 'is_all_image' },
      ...quantities(view, { restOut, isAllImage: `(${isAllImage}) = 1` }),
      { sql: plusAll(cutNames(view).map((cut) => when(`${prompt} >= ${cut}`, '1', '0'))), as: 'bracket' },
      {
        sql: view.has('requests') ? when('requests > 1 AND input_tokens > sum_bound', '1', '0') : '0',
        as: 'is_sum',
      },
    ],
    from: ['FROM splitting c'],
  };
}

/** Which meters a row uses; where it uses none, which it names. */
function masking(view: View): Stage {
  const { dialect } = view;
  const used = view.meters.filter(({ kind }) => kind !== 'fee');
  const usedBits = plusAll(
    used.map((meter) => when(`${countColumn(meter)} > 0`, String(bitOf(meter.column)), '0')),
  );
  const fee = bitOf('fees');
  const namedBits = plusAll(
    Object.entries(NAMED_BY).flatMap(([column, role]) =>
      view.has(role) ? [when(`${count(role)} IS NOT NULL`, String(bitOf(column)), '0')] : [],
    ),
  );
  const problem = cases(
    [
      ['is_odd = 1', dialect.text('a count is not a whole number from 0 to 9999999999999')],
      ['is_empty = 1', dialect.text('no counts')],
      ["COALESCE(name, '') = ''", dialect.text('no model named')],
      ['name_problem IS NOT NULL', 'name_problem'],
      ['model_id IS NULL', dialect.text('not in the map')],
    ],
    'NULL',
  );
  const flags: Readonly<Partial<Record<string, string>>> = { is_cut: when('n_cut_tokens > 0', '1', '0') };
  return {
    name: 'masking',
    columns: [
      ...same(...handedOn(view)),
      { sql: view.has('model') ? 't_model' : 'NULL', as: 'model' },
      { sql: view.has('provider') ? 't_provider' : 'NULL', as: 'provider' },
      ...same(
        'moment',
        'model_id',
        'model_key',
        'tier',
        'region',
        'speed',
        'off_peak',
        'bracket',
        'requests',
      ),
      ...same('input_tokens', 'output_tokens', 'lists_price', 'discount_each', 'margin_each', 'name_assumed'),
      ...same(...view.meters.map(countColumn)),
      { sql: `${when(`(${usedBits}) > 0`, `${usedBits} + ${fee}`, namedBits)}`, as: 'bits' },
      { sql: when(`(${usedBits}) > 0`, '0', '1'), as: 'is_idle' },
      {
        sql: plusAll(FLAGS.map(({ column, code }) => `(${flags[column] ?? column}) * ${flagBit(code)}`)),
        as: 'flags',
      },
      { sql: problem, as: 'problem' },
    ],
    from: ['FROM measuring'],
  };
}

/** The column that names a meter, though it be with a 0. */
const NAMED_BY: Readonly<Record<string, Role>> = {
  input: 'input',
  cache_read: 'cache-read',
  cache_read_image: 'cache-read-image',
  cache_read_audio: 'cache-read-audio',
  cache_write: 'cache-write',
  cache_write_1h: 'cache-write-1h',
  input_image: 'input-image',
  input_audio: 'input-audio',
  input_video: 'input-video',
  output: 'output',
  reasoning: 'reasoning',
  output_image: 'output-image',
  output_audio: 'output-audio',
  output_video: 'output-video',
  web_searches: 'web-searches',
  seconds: 'seconds',
  characters: 'characters',
  pages: 'pages',
  annotated_pages: 'annotated-pages',
  credits: 'credits',
  queries: 'queries',
  sessions: 'sessions',
  images: 'images',
};

interface ImageOutput {
  readonly restOut: string;
  readonly isAllImage: string;
}

function quantities(view: View, { restOut, isAllImage }: ImageOutput): readonly Named[] {
  const value = (role: Role) => (view.has(role) ? `COALESCE(${count(role)}, 0)` : '0');
  const granted = (parts: readonly string[], total: string) => {
    let before = '0';
    const sql = new Map<string, string>();
    for (const part of parts) {
      const claim = `claim_${part}`;
      sql.set(part, `LEAST(${claim}, ${before === '0' ? total : lessOrNone(total, before)})`);
      before = before === '0' ? claim : `${before} + ${claim}`;
    }
    return sql;
  };
  const claims = (parts: readonly string[]) =>
    parts.filter((part) => view.meters.some(({ column }) => column === part) && hasClaim(view, part));
  const input = granted(claims(INPUT_PARTS), 'input_tokens');
  const output = granted(claims(OUTPUT_PARTS), 'output_tokens');
  const other: Readonly<Record<string, string>> = {
    input: 'GREATEST(input_tokens - claimed_in, 0)',
    output: when(isAllImage, '0', restOut),
    output_image: `${output.get('output_image') ?? '0'} + ${when(isAllImage, restOut, '0')}`,
    cut_tokens: 'GREATEST(claimed_in - input_tokens, 0) + GREATEST(claimed_out - output_tokens, 0)',
    seconds: when('c_seconds > 0', 'GREATEST(c_seconds, least_seconds * requests)', '0'),
    ...searches(view),
    ...pages(view),
    fees: 'requests',
  };
  return view.meters.map((meter) => ({
    sql: other[meter.column] ?? input.get(meter.column) ?? output.get(meter.column) ?? value(roleOf(meter)),
    as: countColumn(meter),
  }));
}

function hasClaim(view: View, part: string): boolean {
  return part !== 'output_image' || view.has('output-image');
}

function roleOf({ column }: SqlMeter): Role {
  const roles: Readonly<Record<string, Role>> = {
    images: 'images',
    characters: 'characters',
    credits: 'credits',
    queries: 'queries',
    sessions: 'sessions',
    pages: 'pages',
    annotated_pages: 'annotated-pages',
    web_searches: 'web-searches',
  };
  return roles[column] ?? 'images';
}

function searches(view: View): Readonly<Record<string, string>> {
  if (!view.has('search-context') || !view.has('web-searches')) return {};
  const context = "COALESCE(LOWER(t_search_context), '')";
  const of = (name: string) => when(`${context} = '${name}'`, 'COALESCE(c_web_searches, 0)', '0');
  return {
    web_searches: when(`${context} IN ('low', 'medium', 'high')`, '0', 'COALESCE(c_web_searches, 0)'),
    web_searches_low: of('low'),
    web_searches_medium: of('medium'),
    web_searches_high: of('high'),
  };
}

/** Who bills by credits has no price for the pages that they were taken for. */
function pages(view: View): Readonly<Record<string, string>> {
  if (!view.has('credits')) return {};
  const isCredited = 'COALESCE(c_credits, 0) > 0';
  const both = (role: Role, name: string) => ({
    [name]: view.has(role) ? when(isCredited, '0', `COALESCE(${count(role)}, 0)`) : '0',
    [`${name}_credited`]: view.has(role) ? when(isCredited, `COALESCE(${count(role)}, 0)`, '0') : '0',
  });
  return { ...both('pages', 'pages'), ...both('annotated-pages', 'annotated_pages') };
}
