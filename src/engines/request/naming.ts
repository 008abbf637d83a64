/** Which model a row names, in the map that prices it. */
import { cases, joined, when } from '../sql.ts';
import { prefixOf } from '../tables/names.ts';
import type { View } from '../view.ts';
import type { Stage } from './stage.ts';

/** Which map prices the row: that of its own moment, where there are several. */
export function dating(view: View): Stage {
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
export function spelling(view: View, stage: string): Stage {
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
      `FROM ${stage} c`,
      ...(hasExact
        ? [
            `LEFT JOIN ${joined('llmcost_exact_name', 'x', ['name', 'look_name'])} ON x.x_name = ${inMap(view, 'c.t_model')}`,
          ]
        : []),
    ],
  };
}

/** The model that the row names. */
export function naming(view: View): Stage {
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
  // A model that stands in the map under keys with sizes alone is one of these.
  const hasImages = view.has('images');
  const sized = joined('llmcost_sized', 'z', ['name', 'size', 'quality', 'model']);
  return {
    name: 'naming',
    columns: [
      { sql: 'c.*', as: 'c.*' },
      { sql: hasImages ? `COALESCE(${pick('model')}, z.z_model)` : pick('model'), as: 'model_id' },
      {
        sql: hasImages ? when('z.z_model IS NULL', pick('problem')) : pick('problem'),
        as: 'name_problem',
      },
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
      ...(hasImages
        ? [
            `LEFT JOIN ${sized} ON z.z_name = ${inMap(view, 'c.name')} AND z.z_size = c.size_text AND z.z_quality = c.quality_text AND c.c_images IS NOT NULL`,
          ]
        : []),
    ],
  };
}
