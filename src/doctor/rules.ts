import type { Rule } from './rule.ts';
import { aboveCheaper } from './rules/above-cheaper.ts';
import { batchDearer } from './rules/batch-dearer.ts';
import { cachedCheap } from './rules/cached-cheap.ts';
import { cachedDearer } from './rules/cached-dearer.ts';
import { cachedRateMissing } from './rules/cached-rate-missing.ts';
import { caseTwins } from './rules/case-twins.ts';
import { exchanged } from './rules/exchanged.ts';
import { flexDearer } from './rules/flex-dearer.ts';
import { freeAmongPriced } from './rules/free-among-priced.ts';
import { imageRateMissing } from './rules/image-rate-missing.ts';
import { implausible } from './rules/implausible.ts';
import { jumped } from './rules/jumped.ts';
import { lostField } from './rules/lost-field.ts';
import { noPrice } from './rules/no-price.ts';
import { notUnderstood } from './rules/not-understood.ts';
import { oneSide } from './rules/one-side.ts';
import { outlierFamily } from './rules/outlier-family.ts';
import { outlierInside } from './rules/outlier-inside.ts';
import { outlierSameModel } from './rules/outlier-same-model.ts';
import { outlierTwins } from './rules/outlier-twins.ts';
import { outputOverWindow } from './rules/output-over-window.ts';
import { pastDeprecation } from './rules/past-deprecation.ts';
import { priorityCheaper } from './rules/priority-cheaper.ts';
import { reviewDiffers } from './rules/review-differs.ts';
import { roundAmongPriced } from './rules/round-among-priced.ts';
import { sidesInverted } from './rules/sides-inverted.ts';
import { tierFallsBack } from './rules/tier-falls-back.ts';
import { twinDiffers } from './rules/twin-differs.ts';
import { writeOrder } from './rules/write-order.ts';
import { zeroAmongPriced } from './rules/zero-among-priced.ts';

/**
 * Every rule. Where several find the same figure, the one that stands first speaks: the surest and
 * plainest come first.
 */
export const RULES: readonly Rule[] = [
  reviewDiffers,
  outlierSameModel,
  implausible,
  outlierInside,
  exchanged,
  cachedDearer,
  batchDearer,
  flexDearer,
  priorityCheaper,
  aboveCheaper,
  writeOrder,
  sidesInverted,
  outlierTwins,
  outlierFamily,
  cachedCheap,
  jumped,
  lostField,
  tierFallsBack,
  oneSide,
  zeroAmongPriced,
  roundAmongPriced,
  imageRateMissing,
  outputOverWindow,
  caseTwins,
  cachedRateMissing,
  freeAmongPriced,
  twinDiffers,
  noPrice,
  notUnderstood,
  pastDeprecation,
];
