import type { Unit } from '../models/fields.ts';
import type { Rate } from './rates.ts';
import type { UnusableField } from './unusable.ts';

/** What a request used that is not tokens of its model. */
export type UnitMeter =
  | 'images'
  | 'referenceImages'
  | 'seconds'
  | 'characters'
  | 'pages'
  | 'annotatedPages'
  | 'credits'
  | 'queries'
  | 'requests'
  | 'sessions'
  | 'webSearches'
  | ChargeMeter;

/** What is billed beside a usage (usage/charges.ts), and the tokens that have no place in it. */
export type ChargeMeter =
  | 'groundings'
  | 'mapsGroundings'
  | 'retrievals'
  | 'fileSearches'
  | 'imageCalls'
  | 'liveSources'
  | 'toolCalls'
  | 'codeExecutions'
  | 'citations'
  | 'unclassifiedTokens'
  | 'cutTokens';

export interface UnitQuantity {
  readonly meter: UnitMeter;
  readonly quantity: number;
  readonly unit: Unit;
  /** Undefined where the entry lists no price for it. */
  readonly rate: Rate | undefined;
  /** Why there is no rate, where the price is listed and cannot be used. */
  readonly unusable?: UnusableField | undefined;
}

export const UNIT_LABELS: Readonly<Record<UnitMeter, string>> = {
  images: 'Images',
  referenceImages: 'Reference images',
  seconds: 'Seconds',
  characters: 'Characters',
  pages: 'Pages',
  annotatedPages: 'Annotated pages',
  credits: 'Credits',
  queries: 'Queries',
  requests: 'Request fee',
  sessions: 'Sessions',
  webSearches: 'Web searches',
  groundings: 'Grounding',
  mapsGroundings: 'Grounding in maps',
  retrievals: 'Grounding in own data',
  fileSearches: 'File searches',
  imageCalls: 'Image generation calls',
  liveSources: 'Live search sources',
  toolCalls: 'Tool calls',
  codeExecutions: 'Code execution calls',
  citations: 'Citations',
  unclassifiedTokens: 'Tokens of no known kind',
  cutTokens: 'Tokens beyond their total',
};
