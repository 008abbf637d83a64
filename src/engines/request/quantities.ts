/** What a request used, by meter. */
import type { Role } from '../columns.ts';
import type { SqlMeter } from '../meters.ts';
import { lessOrNone, plusAll, when, type Named } from '../sql.ts';
import { countColumn, type View } from '../view.ts';
import { cutNames } from './conditions.ts';
import { imagesOf, imageVariant } from './images.ts';
import { count, type Stage } from './stage.ts';

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
    output_image: plusAll(
      [value('output-image'), view.has('images') ? imagesOf(view, 'tokens', 'formula') : '0'].filter(
        (part) => part !== '0',
      ),
    ),
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
export function measuring(view: View): Stage {
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
      view.has('images')
        ? { sql: `${imageVariant.sql} || unit_variant`, as: 'variant' }
        : { sql: 'unit_variant', as: 'variant' },
      { sql: plusAll(cutNames(view).map((cut) => when(`${prompt} >= ${cut}`, '1', '0'))), as: 'bracket' },
      {
        sql: view.has('requests') ? when('requests > 1 AND input_tokens > sum_bound', '1', '0') : '0',
        as: 'is_sum',
      },
    ],
    from: ['FROM splitting c'],
  };
}

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
    images: imagesOf(view, 'price'),
    image_pixels: imagesOf(view, 'pixels'),
    fees: 'requests',
  };
  return view.meters.map((meter) => ({
    sql: other[meter.column] ?? input.get(meter.column) ?? output.get(meter.column) ?? value(roleOf(meter)),
    as: countColumn(meter),
  }));
}

function hasClaim(view: View, part: string): boolean {
  return part !== 'output_image' || view.has('output-image') || view.has('images');
}

function roleOf({ column }: SqlMeter): Role {
  const roles: Readonly<Record<string, Role>> = {
    characters: 'characters',
    credits: 'credits',
    queries: 'queries',
    sessions: 'sessions',
    pages: 'pages',
    annotated_pages: 'annotated-pages',
    web_searches: 'web-searches',
  };
  return roles[column] ?? 'input';
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
