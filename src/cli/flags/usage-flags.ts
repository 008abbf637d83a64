import type { Command } from 'commander';
import type { JobOptions } from './job.ts';
import { TIER_NAMES, tierNamed } from '../../usage/conditions.ts';
import { UsageError } from '../../core/errors.ts';
import type { Tier, Usage } from '../../usage/usage.ts';
import type { Flags } from './flags.ts';

/** Whole counts: the flag's name as commander has it, and the canonical name. */
const COUNTS = {
  input: 'inputTokens',
  cacheRead: 'cacheReadTokens',
  cached: 'cacheReadTokens',
  cacheReadImage: 'cacheReadImageTokens',
  cacheReadAudio: 'cacheReadAudioTokens',
  cacheWrite: 'cacheWriteTokens',
  cacheWrite1h: 'cacheWrite1hTokens',
  inputImage: 'inputImageTokens',
  inputAudio: 'inputAudioTokens',
  inputVideo: 'inputVideoTokens',
  output: 'outputTokens',
  reasoning: 'reasoningTokens',
  outputImage: 'outputImageTokens',
  outputAudio: 'outputAudioTokens',
  outputVideo: 'outputVideoTokens',
  images: 'images',
  partialImages: 'partialImages',
  characters: 'characters',
  pages: 'pages',
  annotatedPages: 'annotatedPages',
  queries: 'queries',
  results: 'results',
  sessions: 'sessions',
  webSearches: 'webSearches',
} as const satisfies Readonly<Record<string, keyof Usage>>;

/** The flags that say what one request uses. */
export function addUsageFlags(command: Command): void {
  command
    .optionsGroup('Tokens of one request (300k, 1.5M, 1,000):')
    .option('--input <n>', 'all that the prompt holds, its parts below included')
    .option('--output <n>', 'all that the model makes, its parts below included')
    .option('--usage <file|->', 'a usage object of any provider instead of counts')
    .optionsGroup('Parts of the input, in tokens:')
    .option('--cache-read <n>', 'read from the cache (also --cached)')
    .option('--cache-read-image <n>', 'image tokens read from the cache')
    .option('--cache-read-audio <n>', 'audio tokens read from the cache')
    .option('--cache-write <n>', 'written to the cache')
    .option('--cache-write-1h <n>', 'of the writes, those kept for an hour')
    .option('--input-image <n>', 'image tokens')
    .option('--input-audio <n>', 'audio tokens')
    .option('--input-video <n>', 'video tokens')
    .optionsGroup('Parts of the output, in tokens:')
    .option('--reasoning <n>', 'reasoning tokens')
    .option('--output-image <n>', 'image tokens')
    .option('--output-audio <n>', 'audio tokens')
    .option('--output-video <n>', 'video tokens')
    .addOption(command.createOption('--cached <n>').hideHelp())
    .optionsGroup('Other units of one request:')
    .option('--images <n>', 'images made')
    .option('--size <WxH>', 'their size, 1024x1536; or 2K; of a video, 1080p')
    .option('--quality <name>', 'low, medium, high, standard, hd or auto')
    .option('--reference-image <WxH...>', 'sizes of the images sent in')
    .option('--partial-images <n>', 'partial images streamed')
    .option('--seconds <n>', 'audio heard, or audio or video made')
    .option('--characters <n>', 'characters spoken')
    .option('--pages <n>', 'pages read')
    .option('--annotated-pages <n>', 'pages annotated')
    .option('--credits <n>', 'credits of a document service')
    .option('--queries <n>', 'queries of a rerank or search model')
    .option('--results <n>', 'results that each search query asks for')
    .option('--sessions <n>', 'code interpreter sessions')
    .option('--web-searches <n>', 'web searches')
    .option('--search-context <size>', 'low, medium or high')
    .optionsGroup('Conditions:')
    .option('--tier <name>', TIER_NAMES.join(', '))
    .option('--region <name>', 'where it is processed: eu, us, …')
    .option('--speed <name>', 'fast, where the provider sells it')
    .option('--at <time>', 'when, for off-peak prices (default now)');
}

/** The job that the flags describe. @throws UsageError that names the flag. */
export function jobOptions(flags: Flags): JobOptions {
  return {
    usage: usageOf(flags),
    usageFile: flags.text('usage'),
    tier: tierOf(flags),
    region: flags.text('region'),
    speed: flags.text('speed'),
    at: flags.moment('at', 'start'),
  };
}

function usageOf(flags: Flags): Usage {
  const counts: Partial<Record<(typeof COUNTS)[keyof typeof COUNTS], number>> = {};
  for (const [name, canonical] of Object.entries(COUNTS)) {
    const count = flags.count(name);
    if (count === undefined) continue;
    if (counts[canonical] !== undefined) {
      throw new UsageError('--cached and --cache-read are the same flag.', 'Give one of them.');
    }
    counts[canonical] = count;
  }
  const seconds = flags.amount('seconds');
  const credits = flags.amount('credits');
  const imageSize = flags.text('size');
  const imageQuality = flags.text('quality');
  const references = flags.list('referenceImage');
  const searchContext = flags.choice('searchContext', ['low', 'medium', 'high']);
  return {
    ...counts,
    ...(seconds === undefined ? {} : { seconds }),
    ...(credits === undefined ? {} : { credits }),
    ...(imageSize === undefined ? {} : { imageSize }),
    ...(imageQuality === undefined ? {} : { imageQuality }),
    ...(references.length === 0 ? {} : { referenceImages: references }),
    ...(searchContext === undefined ? {} : { searchContext }),
  };
}

/** What `--tier` names. @throws UsageError for another word. */
export function tierOf(flags: Flags): Tier | undefined {
  const name = flags.text('tier');
  if (name === undefined) return undefined;
  const tier = tierNamed(name);
  if (tier !== undefined) return tier;
  throw new UsageError(
    `--tier cannot be "${name}".`,
    `Choose one of ${TIER_NAMES.join(', ')} (fast is priority).`,
  );
}
