import { expect } from 'vitest';
import { Random } from './random.ts';

declare global {
  interface ImportMeta {
    /** What `vitest --mode` says. */
    readonly env: { readonly MODE: string };
  }
}

/**
 * How long to go on: with a fixed seed and a bound, as in CI, or (`npm run fuzz`) with a seed of its own
 * for as long as LLMCOST_FUZZ_SECONDS says, an hour if it says nothing.
 */
const IS_ENDLESS = import.meta.env.MODE === 'fuzz';
const SECONDS = Number(process.env['LLMCOST_FUZZ_SECONDS'] ?? (IS_ENDLESS ? 3600 : 0));
const SEED = Number(process.env['LLMCOST_FUZZ_SEED'] ?? (IS_ENDLESS ? Date.now() % 1e9 : 20_261_122));
const RUNS = process.env['LLMCOST_FUZZ_RUNS'];

/** What a campaign may take where nobody waits for it, in milliseconds. */
export const TIMEOUT_MS = (SECONDS + 300) * 1000;

/** A run that takes longer than this hangs. Of the processor: others may be at work on the same machine. */
const HANG_MS = 1000;

export interface Campaign {
  /** In CI: so many, or as many as the time allows. */
  readonly runs: number;
  readonly maxSeconds: number;
  /** Its share of the time where that is given. */
  readonly share: number;
}

/**
 * Runs one experiment after the other, each from a seed of its own, and says after each whether
 * anything in the world has changed. A failure says how to repeat that one alone.
 */
export async function campaign(
  { runs, maxSeconds, share }: Campaign,
  experiment: (random: Random) => Promise<void>,
): Promise<number> {
  const isTimed = SECONDS > 0;
  const most = RUNS === undefined ? (isTimed ? Infinity : runs) : Number(RUNS);
  const endsAt = performance.now() + (isTimed ? SECONDS * share : maxSeconds) * 1000;
  const before = world();
  let done = 0;
  while (done < most && performance.now() < endsAt) {
    const seed = SEED + done;
    try {
      const start = process.cpuUsage();
      await experiment(new Random(seed));
      const { user, system } = process.cpuUsage(start);
      expect((user + system) / 1000, 'milliseconds of work').toBeLessThan(HANG_MS);
      expect(world()).toEqual(before);
    } catch (error) {
      const repeat = `LLMCOST_FUZZ_SEED=${seed} LLMCOST_FUZZ_RUNS=1 npx vitest run --root . --config test/vitest.config.ts test/fuzz`;
      throw new Error(`Seed ${seed}. Repeat it with: ${repeat}`, { cause: error });
    }
    done += 1;
  }
  return done;
}

/** What nothing that is read from outside may touch. */
function world(): readonly (readonly PropertyKey[])[] {
  return [Object, Array, Function, String, Number, Map].map((each) => Reflect.ownKeys(each.prototype));
}
