import type { Rule } from './rule.ts';
import { aboveCheaper } from './rules/above-cheaper.ts';
import { aliasDiffers } from './rules/alias-differs.ts';
import { batchDearer } from './rules/batch-dearer.ts';
import { cachedCheap } from './rules/cached-cheap.ts';
import { cachedDearer } from './rules/cached-dearer.ts';
import { cachedRateMissing } from './rules/cached-rate-missing.ts';
import { caseTwins } from './rules/case-twins.ts';
import { changed } from './rules/changed.ts';
import { exchanged } from './rules/exchanged.ts';
import { flexDearer } from './rules/flex-dearer.ts';
import { foreignProvider } from './rules/foreign-provider.ts';
import { freeAmongPriced } from './rules/free-among-priced.ts';
import { imageRateMissing } from './rules/image-rate-missing.ts';
import { implausible } from './rules/implausible.ts';
import { impossibleDate } from './rules/impossible-date.ts';
import { jumped } from './rules/jumped.ts';
import { lostField } from './rules/lost-field.ts';
import { makerPrice } from './rules/maker-price.ts';
import { noPrice } from './rules/no-price.ts';
import { noBasePrice } from './rules/no-base-price.ts';
import { notUnderstood } from './rules/not-understood.ts';
import { oddProportion } from './rules/odd-proportion.ts';
import { oddThreshold } from './rules/odd-threshold.ts';
import { oneSide } from './rules/one-side.ts';
import { outOfLine } from './rules/out-of-line.ts';
import { outlierFamily } from './rules/outlier-family.ts';
import { outlierInside } from './rules/outlier-inside.ts';
import { outlierSameModel } from './rules/outlier-same-model.ts';
import { outlierTwins } from './rules/outlier-twins.ts';
import { outputOverWindow } from './rules/output-over-window.ts';
import { pastDeprecation } from './rules/past-deprecation.ts';
import { priorityCheaper } from './rules/priority-cheaper.ts';
import { rangeOrder } from './rules/range-order.ts';
import { reviewDiffers } from './rules/review-differs.ts';
import { roundAmongPriced } from './rules/round-among-priced.ts';
import { sidesInverted } from './rules/sides-inverted.ts';
import { tierFallsBack } from './rules/tier-falls-back.ts';
import { twinDiffers } from './rules/twin-differs.ts';
import { writeOrder } from './rules/write-order.ts';
import { twoSpellings } from './rules/two-spellings.ts';
import { unusableValue } from './rules/unusable-value.ts';
import { windowDiffers } from './rules/window-differs.ts';
import { wrongMode } from './rules/wrong-mode.ts';
import { zeroAmongPriced } from './rules/zero-among-priced.ts';

/**
 * Every rule. Where several find the same figure, the one that stands first speaks: the surest and
 * plainest come first.
 */
export const RULES: readonly Rule[] = [
  unusableValue,
  rangeOrder,
  reviewDiffers,
  outlierSameModel,
  implausible,
  outlierInside,
  exchanged,
  twoSpellings,
  cachedDearer,
  batchDearer,
  flexDearer,
  priorityCheaper,
  aboveCheaper,
  writeOrder,
  sidesInverted,
  outlierTwins,
  makerPrice,
  aliasDiffers,
  outOfLine,
  outlierFamily,
  oddProportion,
  oddThreshold,
  cachedCheap,
  jumped,
  lostField,
  tierFallsBack,
  oneSide,
  noBasePrice,
  zeroAmongPriced,
  roundAmongPriced,
  imageRateMissing,
  impossibleDate,
  foreignProvider,
  wrongMode,
  outputOverWindow,
  windowDiffers,
  caseTwins,
  cachedRateMissing,
  freeAmongPriced,
  twinDiffers,
  noPrice,
  notUnderstood,
  pastDeprecation,
  changed,
];
