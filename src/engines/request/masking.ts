/** What a request uses as bits, what it supposes as flags, and why it has no price. */
import type { Role } from '../columns.ts';
import { FLAGS, flagBit } from '../flags.ts';
import { bitOf } from '../meters.ts';
import { cases, plusAll, same, when } from '../sql.ts';
import { countColumn, type View } from '../view.ts';
import { IMAGE_PROBLEMS } from './images.ts';
import { count, handedOn, type Stage } from './stage.ts';

/** Which meters a row uses; where it uses none, which it names. */
export function masking(view: View): Stage {
  const { dialect } = view;
  const used = view.meters.filter(({ kind }) => kind !== 'fee');
  const usedBits = plusAll(
    used.map((meter) => when(`${countColumn(meter)} > 0`, String(bitOf(meter.column)), '0')),
  );
  const fee = bitOf('fees');
  const hasImages = view.has('images');
  const namedBits = plusAll([
    ...(hasImages ? [namedImages(view)] : []),
    ...Object.entries(NAMED_BY).flatMap(([column, role]) =>
      view.has(role) ? [when(`${count(role)} IS NOT NULL`, String(bitOf(column)), '0')] : [],
    ),
  ]);
  const problem = cases(
    [
      ['is_odd = 1', dialect.text('a count is not a whole number from 0 to 9999999999999')],
      ['is_empty = 1', dialect.text('no counts')],
      ["COALESCE(name, '') = ''", dialect.text('no model named')],
      ['name_problem IS NOT NULL', 'name_problem'],
      ['model_id IS NULL', dialect.text('not in the map')],
      ...(hasImages ? IMAGE_PROBLEMS : []),
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
      ...same('moment', 'model_key', 'tier', 'region', 'speed', 'off_peak', 'variant', 'bracket', 'requests'),
      ...same('input_tokens', 'output_tokens', 'lists_price', 'discount_each', 'margin_each', 'name_assumed'),
      ...same(...view.meters.map(countColumn)),
      // What is refused has no price, whatever else was used.
      {
        sql: hasImages
          ? cases(
              IMAGE_PROBLEMS.map(([is]) => [is, 'NULL']),
              'model_id',
            )
          : 'model_id',
        as: 'model_id',
      },
      { sql: hasImages ? when('image_total IS NOT NULL', 'image_assumed') : "''", as: 'image_assumed' },
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
};

/** No image is one of what images are for the model: of tokens, where nothing else tells these. */
function namedImages(view: View): string {
  const isTokens = view.has('output-image') ? ' AND c_output_image IS NULL' : '';
  return cases(
    [
      ["image_kind = 'price'", String(bitOf('images'))],
      ["image_kind = 'pixels'", String(bitOf('image_pixels'))],
      [`c_images IS NOT NULL${isTokens}`, String(bitOf('output_image'))],
    ],
    '0',
  );
}
