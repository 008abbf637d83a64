import type { MatchedBy } from '../../../models/catalog.ts';
import { settingsFor } from '../../../config/settings-for.ts';
import type { Override } from '../../../config/settings.ts';
import type { Side } from '../../../pricing/cost.ts';
import { readBookReview } from '../../../doctor/reviews/book.ts';
import type { Deps } from '../../../core/deps.ts';
import { severeFindings } from '../../../doctor/severe.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { UsageError } from '../../../core/errors.ts';
import type { Unit } from '../../../models/fields.ts';
import { toNumber } from '../../../core/money.ts';
import { useMap, type MapOptions } from '../../../map/open.ts';
import type { Pricing } from '../../../pricing/job.ts';
import type { UnusableField } from '../../../pricing/unusable.ts';
import { providerName } from '../../../models/providers.ts';
import type { Assumption } from '../../../core/notice.ts';
import type { Tier, Usage } from '../../../usage/usage.ts';
import { exampleUsage } from './example.ts';
import { passedOver, type PassedOver } from './passed-over.ts';
import { refuseIdleFlags } from '../../flags/idle-flags.ts';
import { pricerAt, readJob, type JobOptions } from '../../flags/job.ts';

export interface WhyOptions extends MapOptions, JobOptions {
  readonly model?: string | undefined;
}

/** Why one kind of thing costs what it costs. */
export interface WhyLine {
  readonly meter: string;
  readonly label: string;
  readonly side: Side;
  readonly quantity: number;
  readonly unit: Unit;
  /** Null where the map lists no price. */
  readonly usdPerUnit: number | null;
  /** The field that holds it. */
  readonly field: string | null;
  /** What chose it; null for the plain price. */
  readonly condition: string | null;
  readonly assumptions: readonly Assumption[];
  readonly passedOver: readonly PassedOver[];
  /** Why there is no rate, where the map lists a price that cannot be used; else null. */
  readonly unusable: UnusableField | null;
}

export interface WhyDocument extends MapDocument {
  readonly model: string;
  readonly requested: string;
  readonly matchedBy: MatchedBy;
  readonly provider: string | null;
  readonly providerName: string;
  readonly mode: string | null;
  readonly tier: Tier;
  readonly region: string | null;
  readonly speed: string | null;
  readonly usage: Usage;
  readonly inputTokens: number;
  /** True where no usage was given, and one stands in that touches all that the entry prices. */
  readonly isExample: boolean;
  readonly lines: readonly WhyLine[];
  /** What was supposed about the usage. */
  readonly assumptions: readonly Assumption[];
  /** What comes from the user's settings and not from the map. */
  readonly overrides: readonly Override[];
}

/**
 * Why a request is priced at these rates and no others.
 * @throws LlmcostError for bad input and unknown models.
 */
export async function why(options: WhyOptions, deps: Deps): Promise<WhyDocument> {
  const isExample = Object.keys(options.usage).length === 0 && options.usageFile === undefined;
  const settings = await settingsFor(deps);
  // A usage object is read before the map, because standard input can be had only once.
  const given = isExample ? undefined : await readJob(options, deps, settings);
  const name = options.model ?? given?.model;
  if (name === undefined) {
    throw new UsageError('No model is given, and no usage object names one.', 'Write: llmcost why <model>');
  }
  return await useMap({ ...options, settings }, deps, async ({ loaded, find }) => {
    const { entry, by, assumptions } = find(name);
    const job = given ?? (await readJob({ ...options, usage: exampleUsage(entry) }, deps, settings));
    const priced = pricerAt(entry, loaded.store, settings, deps);
    const pricing = priced(job);
    if (!isExample) refuseIdleFlags(options, job, pricing, priced);
    const { tier, region, speed } = job.conditions;
    const metered = pricing.meterAt(tier);
    const review = readBookReview(deps, entry.key);
    const reviews = review === undefined ? [] : [{ kind: 'published', ...review } as const];
    return {
      schemaVersion: SCHEMA_VERSION,
      model: entry.key,
      requested: name,
      matchedBy: by,
      provider: entry.provider,
      providerName: providerName(entry.provider),
      mode: entry.mode,
      tier,
      region: region ?? null,
      speed: speed ?? null,
      usage: job.usage,
      inputTokens: metered.inputTokens,
      isExample,
      lines: metered.lines.map((line) =>
        whyLine(line, pricing, { ...job.conditions, inputTokens: metered.inputTokens }),
      ),
      assumptions: [...assumptions, ...pricing.assumptions, ...metered.assumptions],
      overrides: [...pricing.overridesIn(metered.lines), ...job.defaults],
      source: loaded.source,
      warnings: [
        ...loaded.warnings,
        ...job.warnings,
        ...metered.warnings,
        ...pricing.priceNotes(),
        ...severeFindings(entry, deps.now(), reviews),
      ],
    };
  });
}

type Metered = ReturnType<Pricing['meterAt']>;

function whyLine(
  { meter, label, side, quantity, unit, rate, unusable }: Metered['lines'][number],
  { entry }: Pricing,
  conditions: Parameters<typeof passedOver>[2],
): WhyLine {
  return {
    meter,
    label,
    side,
    quantity,
    unit,
    usdPerUnit: rate === undefined ? null : toNumber(rate.usdPerUnit),
    field: rate?.field ?? null,
    condition: rate?.condition ?? null,
    assumptions: rate?.assumptions ?? [],
    passedOver: rate === undefined ? [] : passedOver(entry, rate, conditions),
    unusable: unusable ?? null,
  };
}
