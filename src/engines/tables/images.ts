/** The tables of images: what one of a size and a quality is, for a model. */
import type { ImageAnswer, ImagePrices, ImageRow } from '../images.ts';
import type { Part } from './part.ts';
import { integer, text, type Cell, type Table } from './table.ts';

export interface ImageSets {
  readonly setOf: (images: ImagePrices) => number;
  /** By the number of the set. */
  readonly sets: readonly (readonly ImageRow[])[];
}

/** Most models answer the same for all sizes and qualities: such answers are one set. */
export function imageSets(models: readonly { readonly images: ImagePrices }[]): ImageSets {
  const numbers = new Map<string, number>();
  const known = new Map<readonly ImageRow[], number>();
  const sets: (readonly ImageRow[])[] = [];
  for (const { images } of models) {
    if (known.has(images.rows)) continue;
    const print = JSON.stringify(images.rows);
    const number = numbers.get(print) ?? sets.push(images.rows) - 1;
    numbers.set(print, number);
    known.set(images.rows, number);
  }
  return { setOf: ({ rows }) => known.get(rows) ?? 0, sets };
}

export function imageTable({ sets }: ImageSets): Table {
  return {
    name: 'llmcost_image',
    about:
      'what an image of a size and a quality is; a size is named, or a class by its pixels and shorter edge',
    columns: [
      integer('image_set'),
      text('size'),
      text('quality'),
      text('kind'),
      text('variant'),
      integer('tokens'),
      ...LIMITS.map(integer),
      text('assumed'),
    ],
    rows: sets.flatMap((rows, set) =>
      rows.map(({ size, quality, answer, assumed }) => [
        set,
        size,
        quality,
        answer.kind,
        ...cellsOf(answer),
        assumed.join(','),
      ]),
    ),
  };
}

/** Of a formula: what a size has to be, and beyond what it is refused. */
const LIMITS = ['multiple_of', 'max_edge', 'max_ratio', 'min_pixels', 'max_pixels'] as const;
const NO_LIMITS = LIMITS.map(() => null);

/** `variant`, `tokens`, and the limits. */
function cellsOf(answer: ImageAnswer): readonly Cell[] {
  switch (answer.kind) {
    case 'price':
      return [answer.variant, null, ...NO_LIMITS];
    case 'tokens':
      return ['', answer.tokens, ...NO_LIMITS];
    case 'formula': {
      const { multipleOf, maxEdge, maxRatio, minPixels, maxPixels } = answer.rule;
      return ['', answer.base, multipleOf, maxEdge, maxRatio, minPixels, maxPixels];
    }
    case 'pixels':
    case 'refused':
      return ['', null, ...NO_LIMITS];
    default:
      return answer satisfies never;
  }
}

export function sizedTable(parts: readonly Part[]): Table {
  return {
    name: 'llmcost_sized',
    about: 'models that stand in the map only under keys with sizes and qualities of images',
    columns: [text('name'), text('size'), text('quality'), integer('model')],
    rows: parts.flatMap(({ sized, ids, prefix }) =>
      sized.map(({ name, size, quality, key }) => [prefix + name, size, quality, ids.get(key) ?? null]),
    ),
  };
}
