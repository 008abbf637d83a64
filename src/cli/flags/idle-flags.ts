/** Flags that change nothing: whoever gives one expects that it does, so it must not be passed over. */
import { UsageError } from '../../core/errors.ts';
import { field } from '../../core/json.ts';
import type { Entry } from '../../models/entry.ts';
import { sizedKeyOf } from '../../pricing/images/entry.ts';
import { parseSize } from '../../pricing/images/tokens.ts';
import type { Job, Pricing } from '../../pricing/job.ts';
import type { Usage } from '../../usage/usage.ts';
import type { JobOptions } from './job.ts';

/** A flag that says how something is used or priced, beside the counts. */
interface Qualifier {
  readonly flag: string;
  /** What the flag is about, for the hint. */
  readonly about: string;
  /** True where it was given and does not merely name the default. */
  readonly isGiven: (options: JobOptions) => boolean;
  /** The job as if it had not been given. */
  readonly without: (job: Job) => Job;
}

const QUALIFIERS: readonly Qualifier[] = [
  ofUsage('imageSize', '--size', 'the size of the images of --images, or of the video of --seconds'),
  ofUsage('imageQuality', '--quality', 'the quality of the images of --images'),
  ofUsage('partialImages', '--partial-images', 'previews of images, by models that bill them in tokens'),
  ofUsage('referenceImages', '--reference-image', 'images sent in, which --input-image counts already'),
  ofUsage('searchContext', '--search-context', 'the size of the searches of --web-searches'),
  ofConditions('tier', '--tier', 'the price of tokens, images, seconds, characters and pages'),
  ofConditions('region', '--region', 'the price of tokens where they are processed'),
  ofConditions('speed', '--speed', 'the price of tokens at another speed'),
];

function ofUsage(name: keyof Usage, flag: string, about: string): Qualifier {
  return {
    flag,
    about,
    isGiven: ({ usage }) => usage[name] !== undefined && !isDefault(usage[name]) && usage[name] !== 0,
    without: (job) => {
      const { [name]: _left, ...usage } = job.usage;
      return { ...job, usage };
    },
  };
}

function ofConditions(name: 'tier' | 'region' | 'speed', flag: string, about: string): Qualifier {
  const value = name === 'tier' ? ('standard' as const) : undefined;
  return {
    flag,
    about,
    isGiven: (options) => options[name] !== undefined && !isDefault(options[name]),
    without: (job) => ({ ...job, conditions: { ...job.conditions, [name]: value } }),
  };
}

/** Words that leave the choice to the provider, or name what holds anyway. */
const DEFAULTS: ReadonlySet<string> = new Set(['auto', 'standard', 'default', 'normal', 'global']);

function isDefault(value: unknown): boolean {
  return typeof value === 'string' && DEFAULTS.has(value.trim().toLowerCase());
}

/**
 * Refuses flags without which the job costs the same, for the same reasons, at this model.
 * @param priced prices another job at the same model.
 * @throws UsageError that names the flag and what it is about.
 */
export function refuseIdleFlags(
  options: JobOptions,
  job: Job,
  pricing: Pricing,
  priced: (job: Job) => Pricing,
): void {
  const { entry } = pricing;
  refuseOtherSize(options, entry);
  const given = QUALIFIERS.filter(({ isGiven }) => isGiven(options));
  if (given.length === 0 && options.at === undefined) return;
  const { images, seconds, webSearches } = job.usage;
  const usesNothing = [images, seconds, webSearches].includes(0);
  const { lines } = pricing.meterAt(job.conditions.tier);
  const isUnknown = lines.length > 0 && lines.every(({ rate }) => rate === undefined);
  // Nothing costs the same whatever is said of it, and an unknown cost is a refusal of its own.
  if (usesNothing || isUnknown) return;
  const found = printOf(pricing, job);
  const idle = given.filter(({ flag, without }) => {
    if (isSizeOfKey(flag, entry)) return false;
    try {
      const other = without(job);
      return printOf(priced(other), other) === found;
    } catch (error) {
      // Without it the model cannot do the job at all.
      if (error instanceof UsageError) return false;
      throw error;
    }
  });
  const isTimeless = options.at !== undefined && field(entry.fields, 'off_peak_pricing') === undefined;
  const [first, ...others] = [
    ...idle,
    ...(isTimeless ? [{ flag: '--at', about: 'off-peak prices, which this model does not have' }] : []),
  ];
  if (first === undefined) return;
  const flags = [first, ...others].map(({ flag }) => flag).join(', ');
  throw new UsageError(
    `${flags} ${others.length === 0 ? 'changes' : 'change'} nothing of what this costs at ${entry.key}.`,
    `${first.flag} is about ${first.about}. Leave it out; what has a price here: llmcost show ${entry.key}`,
  );
}

/** All that an answer says of the lines, so that two jobs with the same print are one job. */
function printOf(pricing: Pricing, job: Job): string {
  const { lines, assumptions, warnings } = pricing.meterAt(job.conditions.tier);
  return JSON.stringify([
    lines.map(({ meter, quantity, rate }) => [meter, quantity, rate?.usdPerUnit.toFixed(), rate]),
    assumptions,
    warnings,
    pricing.assumptions,
  ]);
}

/** A key such as `high/1024-x-1024/gpt-image-1` says its size and quality itself. */
function isSizeOfKey(flag: string, entry: Entry): boolean {
  return (flag === '--size' || flag === '--quality') && sizedKeyOf(entry.key) !== undefined;
}

/** @throws UsageError for another size or quality than the key's own. */
function refuseOtherSize({ usage }: JobOptions, { key }: Entry): void {
  const sized = sizedKeyOf(key);
  if (sized === undefined) return;
  const { imageSize = 'auto', imageQuality = 'auto' } = usage;
  const size = parseSize(imageSize);
  const isOther =
    (!isDefault(imageSize) && (size === undefined || sized.size !== `${size.width}-x-${size.height}`)) ||
    (!isDefault(imageQuality) && sized.quality !== imageQuality.toLowerCase());
  if (!isOther) return;
  const own = [sized.size.replace('-x-', 'x'), sized.quality].filter((part) => part !== undefined).join(', ');
  throw new UsageError(
    `${key} is the price of images of ${own} alone.`,
    `Leave --size and --quality out, or name the model itself: ${sized.model}`,
  );
}
