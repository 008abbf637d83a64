import { formatCount } from '../../core/money.ts';
import type { Tier, Usage } from '../../usage/usage.ts';
import { counted, printable } from './text.ts';

/** What a job is, for a person. */
export interface JobWords {
  readonly usage: Usage;
  readonly tier: Tier;
  readonly region: string | null;
  readonly speed: string | null;
  readonly requests: number;
}

/** `100,000 input tokens, 2,000 output tokens; standard tier; 50 requests`. */
export function jobWords({ usage, tier, region, speed, requests }: JobWords): string {
  return [
    usageWords(usage),
    `${tier} tier`,
    region === null ? '' : `region ${printable(region)}`,
    speed === null ? '' : `speed ${printable(speed)}`,
    requests === 1 ? '' : counted(requests, 'request'),
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function usageWords(usage: Usage): string {
  const { imageSize, imageQuality, searchContext, referenceImages, resolution, ...counts } = usage;
  const quantities = Object.entries(counts).map(
    ([name, count]) => `${formatCount(Number(count))} ${nounOf(name, count === 1)}`,
  );
  const details = [
    imageSize,
    resolution,
    imageQuality === undefined ? undefined : `${imageQuality} quality`,
    searchContext === undefined ? undefined : `${searchContext} search context`,
    referenceImages === undefined ? undefined : `${counted(referenceImages.length, 'image')} sent in`,
  ].flatMap((detail) => (detail === undefined ? [] : [printable(detail)]));
  return [...quantities, ...details].join(', ');
}

/** `cacheReadTokens` → `cache read tokens`, `cacheWrite1hTokens` → `cache write 1h tokens`; `one query`. */
function nounOf(name: string, isOne: boolean): string {
  const words = name.replace(/([A-Z]|\d\w)/g, ' $1').toLowerCase();
  return isOne ? words.replace(/ies$/, 'y').replace(/(?<=ch)es$|s$/, '') : words;
}
