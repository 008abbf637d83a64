import { asList, field } from '../../core/json.ts';
import { flag, type Entry } from '../../models/entry.ts';
import type { Figures } from '../figures.ts';
import type { EntryRule } from '../rule.ts';

/**
 * A model that makes images, takes images and is priced by the token, without a rate for the images
 * that go in: they are billed as text.
 *
 * The case: gemini-2.5-flash-image, whose page has a price for images that go in and whose entry has
 * none.
 */
export const imageRateMissing: EntryRule = {
  id: 'image-rate-missing',
  severity: 'warning',
  title: 'an image model that takes images and has no rate for them',
  sees: 'entry',
  check: ({ entry, figures }) => {
    const text = figures.plain('input_cost_per_token');
    if (!IMAGE_MODES.has(entry.mode) || text === undefined || text.value === 0) return [];
    if (!takesImages(entry) || hasImageRate(figures)) return [];
    const reason = `It takes images (${whatSaysSo(entry)}) and has no rate for them, so that they are billed as text.`;
    return [
      { field: 'input_cost_per_image_token', figure: null, reason, neighbours: [figures.neighbour(text)] },
    ];
  },
};

const IMAGE_MODES: ReadonlySet<string | null> = new Set(['image_generation', 'image_edit']);

function hasImageRate({ all }: Figures): boolean {
  return all.some(
    ({ direction, modality, unit }) => direction === 'input' && modality === 'image' && unit !== 'pixel',
  );
}

function takesImages(entry: Entry): boolean {
  return whatSaysSo(entry) !== null;
}

function whatSaysSo(entry: Entry): string | null {
  if (entry.mode === 'image_edit') return 'mode image_edit';
  if (flag(entry, 'supports_vision') === true) return 'supports_vision';
  if (asList(field(entry.fields, 'supported_modalities')).includes('image')) return 'supported_modalities';
  return asList(field(entry.fields, 'supported_endpoints')).includes('/v1/images/edits')
    ? '/v1/images/edits'
    : null;
}
