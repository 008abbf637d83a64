/** What the images of a request are: a price for each, output tokens, pixels, or nothing that has a price. */
import { EDGE_STEPS, PIXEL_STEPS } from '../images.ts';
import { OTHER } from '../conditions.ts';
import { cases, joined, plusAll, when, type Named } from '../sql.ts';
import { COUNT_LIMIT, type View } from '../view.ts';
import type { Stage } from './stage.ts';

/** Sizes as the tables write them, and qualities in lower case. */
export function sizing(view: View): Stage {
  const { dialect } = view;
  const size = `REGEXP_REPLACE(LOWER(t_image_size), ' *-?(x|×)-? *', 'x')`;
  return {
    name: 'sizing',
    columns: [
      { sql: 'c.*', as: 'c.*' },
      { sql: view.has('image-size') ? `COALESCE(${size}, '')` : dialect.text(''), as: 'size_text' },
      {
        sql: view.has('image-quality') ? "COALESCE(LOWER(t_image_quality), '')" : dialect.text(''),
        as: 'quality_text',
      },
    ],
    from: ['FROM dating c'],
  };
}

const SIZE = "REGEXP_REPLACE(c.size_text, '^[0-9]{1,6}x[0-9]{1,6}$', '') = '' AND c.size_text <> ''";

/** Width and height; null for what is no size in pixels. */
export function edging({ dialect }: View): Stage {
  const edge = (other: string) => when(SIZE, dialect.asDouble(`REGEXP_REPLACE(c.size_text, '${other}', '')`));
  return {
    name: 'edging',
    columns: [
      { sql: 'c.*', as: 'c.*' },
      { sql: edge('x.*'), as: 'wide' },
      { sql: edge('.*x'), as: 'high' },
    ],
    from: ['FROM sizing c'],
  };
}

const CELLS = [
  'variant',
  'tokens',
  'multiple_of',
  'max_edge',
  'max_ratio',
  'min_pixels',
  'max_pixels',
  'assumed',
];

/** What the model's table of images says: of the size, else of its class. */
export function imaging(view: View): Stage {
  const { dialect } = view;
  const { qualities } = view.options.tables;
  const quality = when(dialect.isAmong('c.quality_text', qualities), 'c.quality_text', `'${OTHER}'`);
  const above = (value: string, steps: readonly number[]) =>
    dialect.asText(plusAll(steps.map((step) => when(`${value} > ${step}`, '1', '0'))));
  const sizeClass = cases(
    [
      [
        'c.wide * c.high > 0',
        `${above('c.wide * c.high', PIXEL_STEPS)} || ${above('LEAST(c.wide, c.high)', EDGE_STEPS)}`,
      ],
      ["c.size_text IN ('', 'auto')", 'c.size_text'],
    ],
    `'${OTHER}'`,
  );
  const reported = (['output', 'output-image'] as const)
    .filter((role) => view.has(role))
    .map((role) => `c.c_${role.replace('-', '_')} IS NOT NULL`);
  // Output that is told has the tokens of the images in it.
  const isTold = ['c.c_images = 0', ...reported].join(' OR ');
  const join = (alias: string, size: string) =>
    `LEFT JOIN ${joined('llmcost_image', alias, ['image_set', 'size', 'quality', 'kind', ...CELLS])} ON ${alias}.${alias}_image_set = c.image_set AND ${alias}.${alias}_size = ${size} AND ${alias}.${alias}_quality = ${quality}`;
  return {
    name: 'imaging',
    columns: [
      { sql: 'c.*', as: 'c.*' },
      {
        sql: cases(
          [
            ['c.c_images IS NULL', 'NULL'],
            [`c.images_are_tokens = 1 AND (${isTold})`, 'NULL'],
          ],
          "COALESCE(e.e_kind, k.k_kind, 'refused')",
        ),
        as: 'image_kind',
      },
      ...CELLS.map((name) => ({
        sql: when('e.e_kind IS NOT NULL', `e.e_${name}`, `k.k_${name}`),
        as: `image_${name}`,
      })),
    ],
    from: ['FROM conditions c', join('e', 'c.size_text'), join('k', sizeClass)],
  };
}

/** How much they are of that, as a double; null where it has no price. */
export function weighing(): Stage {
  const isAllowed = [
    'c.wide = c.image_multiple_of * FLOOR(c.wide / c.image_multiple_of)',
    'c.high = c.image_multiple_of * FLOOR(c.high / c.image_multiple_of)',
    'GREATEST(c.wide, c.high) <= c.image_max_edge',
    'GREATEST(c.wide, c.high) <= c.image_max_ratio * LEAST(c.wide, c.high)',
    'c.wide * c.high >= c.image_min_pixels',
    'c.wide * c.high <= c.image_max_pixels',
  ].join(' AND ');
  // OpenAI's formula: pricing/images/tokens.ts.
  const unit = 'FLOOR(c.image_tokens * LEAST(c.wide, c.high) / GREATEST(c.wide, c.high) + 0.5)';
  const formula = `CEIL(c.image_tokens * ${unit} * (2000000 + c.wide * c.high) / 4000000)`;
  const each = cases(
    [
      ["c.image_kind = 'price'", '1.0'],
      ["c.image_kind = 'tokens'", 'c.image_tokens * 1.0'],
      ["c.image_kind = 'pixels'", 'c.wide * c.high'],
      [`c.image_kind = 'formula' AND ${isAllowed}`, formula],
    ],
    'NULL',
  );
  return {
    name: 'weighing',
    columns: [
      { sql: 'c.*', as: 'c.*' },
      { sql: `c.c_images * ${each}`, as: 'image_total' },
    ],
    from: ['FROM imaging c'],
  };
}

/** What they are of one kind; 0 where they are of another. */
export function imagesOf({ dialect }: View, ...kinds: readonly string[]): string {
  const isOf = `image_kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`;
  return when(`${isOf} AND image_total < ${COUNT_LIMIT}`, dialect.asInteger('image_total'), '0');
}

export const IMAGE_PROBLEMS = [
  ['image_kind IS NOT NULL AND image_total IS NULL', "'no price of images of that size and quality'"],
  [`image_total >= ${COUNT_LIMIT}`, "'more images than can be counted'"],
] as const;

/** The part of the variant that images decide. */
export const imageVariant: Named = {
  sql: when("image_kind = 'price'", 'image_variant', "''"),
  as: 'variant',
};
