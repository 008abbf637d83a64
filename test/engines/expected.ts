import type { Settings } from '../../src/config/settings.ts';
import { NO_SETTINGS } from '../../src/config/settings.ts';
import { toNumber, type Decimal } from '../../src/core/money.ts';
import { tryLookUp } from '../../src/models/catalog.ts';
import type { ModelStore } from '../../src/models/store.ts';
import { Tally } from '../../src/pricing/tally/accumulate.ts';
import { calendarOf } from '../../src/pricing/tally/calendar.ts';
import { nameFilter } from '../../src/pricing/tally/models.ts';
import { createLineReader } from '../../src/usage/recognise.ts';
import { NOON } from '../helpers/pricing.ts';
import { IMAGE_RULES } from './image-rules.ts';
import { lineOf, type Row } from './rows.ts';

/** What a row costs, by whoever is asked. */
export interface Answer {
  readonly key: string | null;
  readonly tier: string;
  readonly inputUsd: number | null;
  readonly outputUsd: number | null;
  readonly otherUsd: number | null;
  readonly adjustmentsUsd: number | null;
  readonly totalUsd: number | null;
  readonly state: string;
  /** Codes, sorted. */
  readonly assumptions: readonly string[];
}

/** What `tally --each` says of rows; undefined for one that it skips. */
export function expectedAnswers(
  rows: readonly Row[],
  store: ModelStore,
  settings: Settings = NO_SETTINGS,
): readonly (Answer | undefined)[] {
  const answers: (Answer | undefined)[] = rows.map(() => undefined);
  const names = {
    find: (name: string) => tryLookUp(store, name, settings.lookUp),
    store,
    aliases: new Map<string, string>(),
    mayFind: nameFilter(store, settings.lookUp.aliases),
  };
  const map = { index: 0, fromMs: -Infinity, untilMs: Infinity, names: () => names, assumptions: [] };
  const tally = new Tally({
    dimensions: [],
    calendar: calendarOf('UTC'),
    tier: settings.tier?.value ?? 'standard',
    region: settings.region?.value,
    mapAtDate: () => map,
    settings,
    readImageRules: () => IMAGE_RULES,
    now: NOON,
    dedupe: false,
    watcher: {
      priced(priced) {
        const { assumptions, rateGroup } = priced.kind;
        const { model, conditions } = rateGroup;
        const cost = priced.cost();
        const usd = (amount: Decimal) => (cost.state === 'unknown' ? null : toNumber(amount));
        answers[priced.line - 1] = {
          key: model.key,
          tier: conditions.tier,
          inputUsd: usd(cost.inputUsd),
          outputUsd: usd(cost.outputUsd),
          otherUsd: usd(cost.otherUsd),
          adjustmentsUsd: usd(cost.adjustmentsUsd),
          totalUsd: usd(cost.totalUsd),
          state: cost.state,
          assumptions: [...new Set(assumptions.map(({ code }) => code))].sort(),
        };
      },
      skipped: () => undefined,
    },
  });
  tally.begin('rows');
  const reader = createLineReader();
  for (const [index, row] of rows.entries()) {
    const value = lineOf(row);
    for (const outcome of reader.read(value)) {
      if (outcome.kind === 'record') tally.record(outcome.record, index + 1, value);
    }
  }
  return answers;
}
