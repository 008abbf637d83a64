/** The conditions of a request: what picks its row of rates, beside the model and the length of the prompt. */
import { ANYWHERE, NORMAL_SPEED } from '../../pricing/multipliers.ts';
import { SERVED_TIERS, UNSPECIFIED_TIERS } from '../../usage/tier.ts';
import { OTHER } from '../conditions.ts';
import { cases, joined, when } from '../sql.ts';
import type { View } from '../view.ts';
import { textIn, type Stage } from './stage.ts';

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
export function conditions(view: View): Stage {
  const { dialect } = view;
  const { tables } = view.options;
  const defaultRegion = view.options.region?.trim().toLowerCase() ?? '';
  const region = view.has('region')
    ? `COALESCE(NULLIF(LOWER(c.t_region), ''), ${dialect.text(defaultRegion)})`
    : dialect.text(defaultRegion);
  const hasRegion = view.has('region') || defaultRegion !== '';
  const hasSpeed = view.has('speed');
  const hasOffPeak = tables.hasOffPeak;
  const hasHours = hasOffPeak && view.has('at');
  const hasImages = view.has('images');
  const resolution = (['resolution', 'image-size'] as const)
    .filter((role) => view.has(role))
    .map((role) => `NULLIF(LOWER(c.${textIn(role)}), '')`);
  const hasResolution = resolution.length > 0;
  const resolved = `COALESCE(${[...resolution, "''"].join(', ')})`;
  const hasResults = view.has('results');
  const variant = [
    ...(hasResolution
      ? [
          cases(
            [
              ['v.v_variant IS NOT NULL', 'v.v_variant'],
              [`${resolved} <> '' AND m.m_any_resolution = 1`, `'${OTHER}'`],
            ],
            "''",
          ),
        ]
      : []),
    ...(hasResults ? ["COALESCE(w.w_variant, '')"] : []),
  ];
  const facts = [...FACTS, ...(hasImages ? ['image_set', 'images_are_tokens'] : []), ...cutNames(view)];
  const factors = (kind: string, alias: string) =>
    joined(`llmcost_condition WHERE kind = '${kind}'`, alias, ['model', 'name', 'variant']);
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
                ...(hasHours ? [['k.k_minute IS NOT NULL', '1'] as const] : []),
              ],
              '0',
            )
          : '0',
        as: 'off_peak',
      },
      { sql: variant.length === 0 ? "''" : variant.join(' || '), as: 'unit_variant' },
      { sql: hasOffPeak ? when('c.moment IS NULL AND m.m_off_peak = 1', '1', '0') : '0', as: 'is_time_now' },
    ],
    from: [
      'FROM naming c',
      `LEFT JOIN ${joined('llmcost_model', 'm', ['id', 'any_region', 'any_resolution', 'most_results', 'off_peak', 'off_peak_now', ...facts])} ON m.m_id = c.model_id`,
      ...(hasRegion
        ? [`LEFT JOIN ${factors('region', 'r')} ON r.r_model = c.model_id AND r.r_name = ${region}`]
        : []),
      ...(hasSpeed
        ? [`LEFT JOIN ${factors('speed', 's')} ON s.s_model = c.model_id AND s.s_name = LOWER(c.t_speed)`]
        : []),
      ...(hasResolution
        ? [`LEFT JOIN ${factors('resolution', 'v')} ON v.v_model = c.model_id AND v.v_name = ${resolved}`]
        : []),
      ...(hasResults
        ? [
            `LEFT JOIN ${factors('results', 'w')} ON w.w_model = c.model_id AND w.w_name = ${dialect.asText(when('c.c_results > m.m_most_results', 'm.m_most_results', 'c.c_results'))}`,
          ]
        : []),
      ...(hasHours
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
