/** The views that answer: a row for each request, and sums. */
import { FLAGS, flagBit, OF_TOKEN_RATES } from './flags.ts';
import { bitOf, type SqlMeter } from './meters.ts';
import type { Side } from '../pricing/cost.ts';
import { keptColumns } from './request/stage.ts';
import { cases, joined, same, selection, when, type Named } from './sql.ts';
import { decimal, plain } from '../core/money.ts';
import { decimalType } from './tables/decimals.ts';
import { assumedColumn } from './tables/prices.ts';
import { CHANGE, countColumn, type View } from './view.ts';

const CONDITIONS = ['tier', 'region', 'speed', 'off_peak', 'variant', 'bracket'] as const;
const SIDES: readonly Side[] = ['input', 'output', 'other'];

/** `llmcost_cost`. */
export function costQuery(view: View): string {
  const { dialect } = view;
  const stages = [
    `  q AS ${dialect.materialized}(\n  SELECT * FROM llmcost_request\n  )`,
    `  priced AS ${dialect.materialized}(\n  SELECT\n    q.*,\n    ${selection(pricing(view))}\n  FROM q\n  ${joinPrice(view)}\n  )`,
    `  judged AS ${dialect.materialized}(\n  SELECT\n    s.*,\n    ${selection(judging(view))}\n  FROM priced s\n  )`,
  ];
  const columns = [
    ...same(...keptColumns(view), 'model_key', ...CONDITIONS, 'requests', 'input_tokens', 'output_tokens'),
    ...amounts(view),
    { sql: when("cost_state = 'free' AND adjustment <> 0", "'known'", 'cost_state'), as: 'state' },
    { sql: assumptionWords(view), as: 'assumptions' },
    { sql: problemWords(view), as: 'problem' },
  ];
  return `WITH\n${stages.join(',\n')}\nSELECT\n    ${selection(columns)}\nFROM judged`;
}

/** The row of rates for the model and the conditions of a request. */
function joinPrice({ multiplied, options: { tables } }: View): string {
  const prefixes = tables.isAdjusted ? ['', CHANGE] : [''];
  const columns = [
    'model',
    ...CONDITIONS,
    'priced',
    'paid',
    'not_billed',
    ...tables.codes.map(assumedColumn),
    ...multiplied.flatMap(({ column }) => prefixes.map((prefix) => prefix + column)),
  ];
  const same = CONDITIONS.map((name) => `p.p_${name} = q.${name}`);
  return `LEFT JOIN ${joined('llmcost_price', 'p', columns)} ON p.p_model = q.model_id AND ${same.join(' AND ')}`;
}

/** What the row of rates says, and the amounts by side. */
function pricing(view: View): readonly Named[] {
  const { dialect, options } = view;
  const billed = `(q.bits - ${dialect.bitAnd('q.bits', 'COALESCE(p.p_not_billed, 0)')})`;
  const priced = dialect.bitAnd(billed, 'COALESCE(p.p_priced, 0)');
  const assumed = options.tables.codes.map((code) => ({
    sql: dialect.bitAnd(billed, `COALESCE(p.p_${assumedColumn(code)}, 0)`),
    as: assumedColumn(code),
  }));
  return [
    { sql: billed, as: 'billed' },
    { sql: priced, as: 'priced' },
    { sql: dialect.bitAnd(billed, 'COALESCE(p.p_paid, 0)'), as: 'paid' },
    ...assumed,
    ...SIDES.map((side) => ({ sql: view.amount(onSide(view, side)), as: `${side}_sum` })),
    ...(options.tables.isAdjusted ? [{ sql: view.amount(view.multiplied, CHANGE), as: 'change_sum' }] : []),
  ];
}

function onSide(view: View, wanted: Side): readonly SqlMeter[] {
  return view.multiplied.filter(({ side }) => side === wanted);
}

function judging(view: View): readonly Named[] {
  return [
    { sql: stateOf(), as: 'cost_state' },
    { sql: adjustment(view), as: 'adjustment' },
  ];
}

/** The state before discounts and margins, as pricing/cost.ts tells it. */
function stateOf(): string {
  return cases(
    [
      ['problem IS NOT NULL', "'unknown'"],
      ['is_idle = 1 AND priced = 0 AND lists_price = 0', "'unknown'"],
      ['is_idle = 1 AND priced > 0 AND paid = 0', "'free'"],
      ['is_idle = 1', "'known'"],
      ['priced = 0', "'unknown'"],
      ['priced < billed', "'partial'"],
      ['paid = 0', "'free'"],
    ],
    "'known'",
  );
}

/** What discounts and margins add: max(0, T + change − discount) + margin − T. */
function adjustment(view: View): string {
  const total = 'input_sum + output_sum + other_sum';
  const change = view.options.tables.isAdjusted ? ' + change_sum' : '';
  const zero = view.dialect.zero(view.decimals);
  if (!view.options.tables.hasSums) return view.options.tables.isAdjusted ? 'change_sum' : zero;
  return `GREATEST(${total}${change} - ${view.each('discount_each')}, ${zero}) + ${view.each('margin_each')} - (${total})`;
}

function amounts({ dialect, decimals, options: { currency } }: View): readonly Named[] {
  const known = (sql: string, places = decimals) =>
    when("cost_state <> 'unknown'", dialect.shown(sql, places));
  const total = 'input_sum + output_sum + other_sum + adjustment';
  const usd = [
    ...SIDES.map((side) => ({ sql: known(`${side}_sum`), as: `${side}_usd` })),
    { sql: known('adjustment'), as: 'adjustments_usd' },
    { sql: known(total), as: 'total_usd' },
  ];
  if (!currency) return usd;
  const perUsd = plain(decimal(currency.perUsd));
  const type = decimalType([perUsd]);
  const converted = `(${total}) * CAST(${dialect.figure(perUsd, type)} AS ${dialect.type(type)})`;
  return [...usd, { sql: known(converted, decimals + type.decimals), as: TOTAL_AMOUNT }];
}

/** In the user's currency. */
const TOTAL_AMOUNT = 'total_amount';

/** The codes of what is supposed, with commas: of the name, of the usage, of the rates. */
function assumptionWords(view: View): string {
  const { dialect } = view;
  const tokens = view.multiplied
    .filter(({ kind }) => kind === 'token')
    .reduce((sum, { column }) => sum + bitOf(column), 0);
  const hasTokenRate = `${dialect.bitAnd('priced', String(tokens))} > 0`;
  const flags = FLAGS.map(({ code }) => {
    const isSet = `${dialect.bitAnd('flags', String(flagBit(code)))} > 0`;
    return when(OF_TOKEN_RATES.has(code) ? `${isSet} AND ${hasTokenRate}` : isSet, `',${code}'`, "''");
  });
  const rates = view.options.tables.codes.map((code) =>
    when(`${assumedColumn(code)} > 0`, `',${code}'`, "''"),
  );
  const names = ['name_assumed', 'image_assumed'].map((name) =>
    when(`COALESCE(${name}, '') <> ''`, `',' || ${name}`, "''"),
  );
  const words = [...names, ...flags, ...rates];
  return `SUBSTR(${words.join(' || ')}, 2)`;
}

/** Why there is no price, or what has none; null for a cost that is whole. */
function problemWords(view: View): string {
  const { dialect } = view;
  const missing = view.meters
    .filter(({ kind }) => kind !== 'fee')
    .map(({ column, label }) =>
      when(
        `${dialect.bitAnd('(billed - priced)', String(bitOf(column)))} > 0`,
        dialect.text(`, ${label}`),
        "''",
      ),
    );
  return cases(
    [
      ['problem IS NOT NULL', 'problem'],
      ["cost_state IN ('unknown', 'partial')", `'no price: ' || SUBSTR(${missing.join(' || ')}, 3)`],
    ],
    'NULL',
  );
}

/** `llmcost_total`: counts are added up as whole numbers before they are multiplied. */
export function totalQuery(view: View): string {
  const { dialect } = view;
  const counts = view.multiplied.map(countColumn);
  const keys = ['day', 'model', 'model_key', 'model_id', ...CONDITIONS];
  const kind = [
    'bits',
    'is_idle',
    'flags',
    'name_assumed',
    'image_assumed',
    'problem',
    'lists_price',
    'discount_each',
    'margin_each',
  ];
  // A discount by the request takes at most what there is, so that such requests cannot be added up first.
  const alone = view.options.tables.hasSums ? [...counts, 'requests'] : [];
  const day = view.has('at') ? dialect.dayOf('moment') : 'NULL';
  const grouped = [...keys.slice(1), ...kind, ...alone];
  const sums = ['requests', 'input_tokens', 'output_tokens', ...counts].map((name) => ({
    sql: `SUM(${name})`,
    as: `sum_${name}`,
  }));
  const stages = [
    `  r AS ${dialect.materialized}(
  SELECT ${day} AS day, r.* FROM llmcost_request r
  )`,
    `  g AS ${dialect.materialized}(
  SELECT
    ${selection([...same('day', ...grouped.filter((name) => !alone.includes(name))), { sql: 'COUNT(*)', as: 'row_count' }, ...sums])}
  FROM r
  GROUP BY ${['day', ...grouped].join(', ')}
  )`,
    `  q AS ${dialect.materialized}(
  SELECT
    ${selection([...same('day', ...grouped.filter((name) => !alone.includes(name)), 'row_count'), ...sums.map(({ as }) => ({ sql: as, as: as.slice(4) }))])}
  FROM g
  )`,
    `  priced AS ${dialect.materialized}(
  SELECT
    q.*,
    ${selection(pricing(view))}
  FROM q
  ${joinPrice(view)}
  )`,
    `  judged AS ${dialect.materialized}(
  SELECT
    s.*,
    ${selection(judging(view))}
  FROM priced s
  )`,
    `  answered AS ${dialect.materialized}(
  SELECT
    ${selection([...same('day', 'model', 'model_key', 'tier', 'requests', 'input_tokens', 'output_tokens'), ...amounts(view), { sql: when("cost_state = 'free' AND adjustment <> 0", "'known'", 'cost_state'), as: 'state' }, { sql: when(`${assumptionWords(view)} = ''`, '0', 'requests'), as: 'assumed' }])}
  FROM judged
  )`,
  ];
  const ofState = (state: string) => ({
    sql: `SUM(${when(`a.state = '${state}'`, 'a.requests', '0')})`,
    as: `${state}_requests`,
  });
  const columns = [
    ...same('day', 'model', 'model_key', 'tier'),
    ...[
      'requests',
      'input_tokens',
      'output_tokens',
      'input_usd',
      'output_usd',
      'other_usd',
      'adjustments_usd',
      'total_usd',
      ...(view.options.currency ? [TOTAL_AMOUNT] : []),
    ].map((name) => ({ sql: `SUM(a.${name})`, as: name })),
    ...['known', 'free', 'partial', 'unknown'].map(ofState),
    { sql: 'SUM(a.assumed)', as: 'assumed_requests' },
  ];
  return `WITH
${stages.join(',\n')}
SELECT
    ${selection(columns)}
FROM answered a
GROUP BY day, model, model_key, tier`;
}
