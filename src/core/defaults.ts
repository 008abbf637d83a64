import { DAY_MS } from './dates.ts';

/**
 * Every address, time, limit and name of a variable that the way from a URL to a usable map depends
 * on, in one place. Units stand in the names.
 */

/** The map on LiteLLM's main branch: what is fetched when nobody says otherwise. */
export const DEFAULT_MAP_URL =
  'https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json';

/** Environment variables that are read. Ours come first; LiteLLM's count where ours are not set. */
export const VARIABLES = {
  mapUrl: 'LLMCOST_MAP_URL',
  offline: 'LLMCOST_OFFLINE',
  cacheDir: 'LLMCOST_CACHE_DIR',
  litellmMapUrl: 'LITELLM_MODEL_COST_MAP_URL',
  litellmLocalMap: 'LITELLM_LOCAL_MODEL_COST_MAP',
} as const;

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
export const MIB_BYTES = 1024 * 1024;

/** A cached copy younger than this answers without asking the network (`--max-age`). */
export const MAX_AGE_MS = DAY_MS;

/** A copy checked this far in the future is still fresh: the clocks of two machines differ a little. */
export const CLOCK_SKEW_MS = MINUTE_MS;

/** All that an ordinary command waits for the network, tries and pauses included (`--timeout`). */
export const COMMAND_TIMEOUT_MS = 3500;

/** Until a connection stands, for an ordinary command: without a network it must answer soon. */
export const COMMAND_CONNECT_TIMEOUT_MS = 1500;

/** All that `sync` waits for the network (`sync --timeout`). */
export const SYNC_TIMEOUT_MS = MINUTE_MS;

/** Until a connection stands, for `sync`. */
export const SYNC_CONNECT_TIMEOUT_MS = 10 * SECOND_MS;

/** After a failed fetch ordinary commands do not try again for this long. */
export const FAILURE_PAUSE_MS = 10 * MINUTE_MS;

/** Tries on 429, 5xx and broken connections, the first included. */
export const MAX_TRIES = 3;

/** The pause before the second try; it doubles from there, and up to half of it comes on top by chance. */
export const BACKOFF_MS = 200;

export const MAX_REDIRECTS = 5;

/** The largest map that is read, as it arrives and as it inflates. */
export const MAX_MAP_BYTES = 64 * MIB_BYTES;

/** The largest file of settings, reviews or scores, and the largest lock. */
export const MAX_SMALL_FILE_BYTES = MIB_BYTES;

/** Fewer models than this are no cost map, but an error page or a cut (upstream's own figure). */
export const MIN_MODELS = 50;

/** A map with less than this share of the models that we had is refused (upstream's own figure). */
export const MIN_SHARE_OF_PREVIOUS = 0.5;

/** Older snapshots are let go, but the one that was current at that moment. */
export const HISTORY_MAX_AGE_MS = 180 * DAY_MS;

/** Beyond this the oldest snapshots are let go. */
export const HISTORY_MAX_BYTES = 200 * MIB_BYTES;

/** Files that nobody points at are removed when they are older: another process may be at work on them. */
export const LEFTOVER_AGE_MS = HOUR_MS;
