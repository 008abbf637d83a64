import type { Entry } from './entry.ts';
import type { Unit } from './fields.ts';
import type { Notice } from '../core/notice.ts';

/**
 * The few facts of a model that questions about many models need: finding it by another spelling,
 * and models with comparable prices. A stored map keeps them beside the entries, so that such a
 * question does not parse all of them.
 */
export interface Summary {
  readonly key: string;
  readonly provider: string | null;
  readonly mode: string | null;
  /** Headline prices in USD per `unit`; null where the entry has none on that side. */
  readonly input: number | null;
  readonly output: number | null;
  /** What the headline prices are per: `token`, `image`, `second` …; null where there is none. */
  readonly unit: Unit | null;
  readonly aliases: readonly string[];
}

/** A map that can be asked, however it is kept: in memory, or on disk a line at a time. */
export interface ModelStore {
  readonly size: number;
  /** The entry with exactly this key. */
  readonly get: (key: string) => Entry | undefined;
  /** The models of one mode (`null`: those without), or all of them. */
  readonly summaries: (mode?: string | null) => readonly Summary[];
  /**
   * Every entry, parsed; for commands that look at the whole map. `keep` spares the parsing of some: it
   * is shown an entry's JSON (`"gpt-4o":{"litellm_provider":"openai",…}`, ASCII) where the store has it
   * as text, so who passes it must still look at what comes.
   */
  readonly all: (keep?: (json: string) => boolean) => Iterable<Entry>;
}

/** Where a map came from: every answer carries it. */
export interface MapSource {
  readonly kind: 'file' | 'url' | 'cache' | 'network' | 'stale-cache' | 'price-book' | 'lock' | 'snapshot';
  /** The address or path that the user would recognise; null for the price book. */
  readonly location: string | null;
  /** SHA-256 (hex) of the map as it was published. */
  readonly sha256: string;
  /** When the map was fetched or, for a file and the price book, last changed (ISO 8601, UTC). */
  readonly syncedAt: string;
  readonly modelCount: number;
}

/** A map ready to be asked, and what is to be said about it. */
export interface LoadedMap {
  readonly store: ModelStore;
  readonly source: MapSource;
  /** What the user should know: a stale copy, no network, no cache. One sentence each. */
  readonly warnings: readonly Notice[];
}
