import type { Entry } from './entry.ts';
import type { Unit } from './fields.ts';
import type { Notice } from '../core/notice.ts';

/**
 * The facts of a model that questions about many models need: other spellings of its name, and
 * comparable prices. A stored map keeps them in its index, so that such a question does not parse
 * every entry.
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

/** Models of one mode with the same headline prices, which many sellers of one model have. */
export interface PriceGroup {
  readonly input: number | null;
  readonly output: number | null;
  readonly unit: Unit;
  /** Parsed when called: a question about near prices reads a few groups of hundreds. */
  readonly models: () => readonly Summary[];
}

/** A key of the map whose value is no model. */
export interface SetAside {
  readonly key: string;
  /** To be read behind the key: `holds null, not a model`. */
  readonly reason: string;
}

/** A map that can be asked, however it is kept: in memory, or on disk a line at a time. */
export interface ModelStore {
  readonly size: number;
  /** The entry with exactly this key. */
  readonly get: (key: string) => Entry | undefined;
  /** The models of one mode (`null`: those without), or all of them. */
  readonly summaries: (mode?: string | null) => readonly Summary[];
  /** The models of one mode that have a headline price. The same prices may stand in several groups. */
  readonly priceGroups: (mode: string | null) => readonly PriceGroup[];
  /**
   * Every entry, parsed, for commands that need the whole map. `keep` avoids parsing some of them: it is
   * shown an entry's JSON (`"gpt-4o":{"litellm_provider":"openai",…}`, ASCII) where the store has it as
   * text. It is a hint, so a caller still checks what comes.
   */
  readonly all: (keep?: (json: string) => boolean) => Iterable<Entry>;
  /** Keys without a usable entry: a look-up must not answer one of them with another provider's entry. */
  readonly setAside: () => readonly SetAside[];
}

/** Where a map came from: every answer carries it. */
export interface MapSource {
  readonly kind:
    | 'file'
    | 'url'
    | 'cache'
    | 'network'
    | 'stale-cache'
    | 'price-book'
    | 'lock'
    | 'lock-entries'
    | 'snapshot';
  /** The address or path that the user would recognise; null for the price book. */
  readonly location: string | null;
  /** SHA-256 (hex) of the map as it was published; for `lock-entries`, of the entries that the lock keeps. */
  readonly sha256: string;
  /** When the map was fetched or, for a file and the price book, last changed (ISO 8601, UTC). */
  readonly syncedAt: string;
  readonly modelCount: number;
  /** Files of the project that had a say in the answer: its settings, its lock. */
  readonly projectFiles: readonly string[];
}

/** A map ready to be asked, and what is to be said about it. */
export interface LoadedMap {
  readonly store: ModelStore;
  readonly source: MapSource;
  /** What the user should know: a stale copy, no network, no cache. One sentence each. */
  readonly warnings: readonly Notice[];
}
