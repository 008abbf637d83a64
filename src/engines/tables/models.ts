/** The tables of models, and of what changes their rates. */
import { asObject, field } from '../../core/json.ts';
import { plain } from '../../core/money.ts';
import type { Entry } from '../../models/entry.ts';
import { listsPrice } from '../../models/prices.ts';
import { isOffPeak } from '../../pricing/off-peak.ts';
import { leastSeconds } from '../../pricing/provider-rules.ts';
import { boundsOf } from '../../pricing/thresholds.ts';
import { OTHER } from '../conditions.ts';
import { decimalType } from './decimals.ts';
import type { ImageSets } from './images.ts';
import type { Part, Priced } from './part.ts';
import { integer, text, type Table } from './table.ts';

export function modelTable(parts: readonly Part[], cuts: number, sets: ImageSets, now: Date): Table {
  const models = parts.flatMap((part) => part.models.map((model) => ({ ...model, part })));
  const sums = models.flatMap(({ adjusting }) => [plain(adjusting.before), plain(adjusting.after)]);
  const numbered = Array.from({ length: cuts }, (_, index) => index);
  return {
    name: 'llmcost_model',
    about: 'a row for each model, with the lengths of a prompt at which its rates change',
    columns: [
      integer('id'),
      text('model_key'),
      text('provider'),
      text('mode'),
      integer('lists_price'),
      integer('makes_images'),
      integer('image_set'),
      integer('images_are_tokens'),
      integer('any_region'),
      integer('any_resolution'),
      integer('most_results'),
      integer('off_peak'),
      integer('off_peak_now'),
      text('valid_from'),
      text('valid_to'),
      integer('least_seconds'),
      integer('sum_bound'),
      { name: 'discount_each', type: decimalType(sums) },
      { name: 'margin_each', type: decimalType(sums) },
      ...numbered.map((index) => integer(`cut_${index + 1}`)),
    ],
    rows: models.map(({ id, entry, adjusting, multipliers, schedule, part, ...model }) => [
      id,
      entry.key,
      entry.provider,
      entry.mode,
      listsPrice(entry) ? 1 : 0,
      entry.mode === 'image_generation' || entry.mode === 'image_edit' ? 1 : 0,
      sets.setOf(model.images),
      model.images.areTokens ? 1 : 0,
      multipliers.regions.includes(OTHER) ? 1 : 0,
      model.variants.resolutions.includes(OTHER) ? 1 : 0,
      model.variants.results.length === 0 ? null : model.variants.results.length - 1,
      schedule === undefined ? 0 : 1,
      schedule !== undefined && isOffPeakAt(entry, now) ? 1 : 0,
      part.validFrom?.toISOString() ?? null,
      part.validTo?.toISOString() ?? null,
      leastSeconds(entry),
      boundsOf(entry)[0] ?? null,
      plain(adjusting.before),
      plain(adjusting.after),
      ...numbered.map((index) => model.cuts[index] ?? null),
    ]),
  };
}

function isOffPeakAt(entry: Entry, at: Date): boolean {
  const pricing = asObject(field(entry.fields, 'off_peak_pricing') ?? null);
  return pricing !== undefined && isOffPeak(pricing, at) === true;
}

export function conditionTable(models: readonly Priced[]): Table {
  return {
    name: 'llmcost_condition',
    about: 'what changes the rates of a model: regions, speeds, resolutions, numbers of results',
    columns: [integer('model'), text('kind'), text('name'), text('variant')],
    rows: models.flatMap(({ id, multipliers: { regions, speeds }, variants: { resolutions, results } }) => {
      const rows = (kind: string, names: readonly string[]) =>
        names.filter((name) => name !== OTHER).map((name) => [id, kind, name, name]);
      return [
        ...rows('region', regions),
        ...rows('speed', speeds),
        ...rows('resolution', resolutions),
        ...results.map((name, count) => [id, 'results', String(count), name]),
      ];
    }),
  };
}

export function offPeakTable(models: readonly Priced[]): Table {
  return {
    name: 'llmcost_off_peak',
    about: 'the minutes of the week, from Monday 00:00 UTC, in which off-peak prices apply',
    columns: [integer('model'), integer('minute')],
    rows: models.flatMap(({ id, schedule }) => (schedule?.minutes ?? []).map((minute) => [id, minute])),
  };
}
