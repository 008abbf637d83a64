import type { MatchedBy } from '../../../models/catalog.ts';
import type { CrossCheckReport } from '../../../doctor/cross-check/report.ts';
import type { Deps } from '../../../core/deps.ts';
import { diagnose } from '../../../doctor/diagnose.ts';
import { SEVERITIES, type Finding, type Severity } from '../../../doctor/finding.ts';
import type { Rule } from '../../../doctor/rule.ts';
import { reviewedFigures } from '../../../doctor/reviews.ts';
import { RULES } from '../../../doctor/rules.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { UsageError } from '../../../core/errors.ts';
import type { Entry } from '../../../models/entry.ts';
import { parseField, type Unit } from '../../../models/fields.ts';
import { previousMap, type PreviousMap } from '../../../map/previous.ts';
import { nearest } from '../../../core/nearest.ts';
import { useMap, type MapOptions } from '../../../map/open.ts';
import { isProvider } from '../../../models/providers.ts';

export interface DoctorOptions extends MapOptions {
  /** Models to look at; none: all. */
  readonly models: readonly string[];
  readonly rules: readonly string[];
  /** The least grave that is reported. */
  readonly severity: Severity;
  readonly providers: readonly string[];
  /** A map to hold this one against, instead of the one before it in the history. */
  readonly previous?: string | undefined;
  readonly crossCheck: boolean;
  /** Told how many models were looked at, of how many. */
  readonly onModel?: ((done: number, total: number) => void) | undefined;
}

/** A finding as a document has it: the figure with its unit. */
export interface FindingRow extends Omit<Finding, 'neighbours'> {
  /** Figures of other models that it was held against. */
  readonly neighbours: readonly (Omit<Finding['neighbours'][number], 'key'> & { readonly model: string })[];
  /** What the figure is per; null where it is no price. */
  readonly unit: Unit | null;
  /** The figure, where it is USD per unit. */
  readonly usdPerUnit: number | null;
}

/** A rule, and how many findings of it the document holds. */
export interface RuleRow {
  readonly id: string;
  readonly title: string;
  readonly findings: number;
}

export interface DoctorDocument extends MapDocument {
  /** How many models were looked at. */
  readonly modelCount: number;
  /** The models that were named, and how each name was matched. */
  readonly asked: readonly {
    readonly model: string;
    readonly requested: string;
    readonly matchedBy: MatchedBy;
  }[];
  /** What the map was held against; null where there is no map before. */
  readonly previous: PreviousMap['source'] | null;
  readonly counts: Readonly<Record<Severity, number>>;
  /** The rules that found something, the gravest first. */
  readonly rules: readonly RuleRow[];
  readonly findings: readonly FindingRow[];
  /** Null without `--cross-check`. */
  readonly crossCheck: CrossCheckReport | null;
}

/**
 * Looks for mistakes in the map.
 * @throws UsageError for an unknown rule or provider, and for a cross-check without its package;
 * ModelNotFoundError, AmbiguousModelError for a model.
 */
export async function doctor(options: DoctorOptions, deps: Deps): Promise<DoctorDocument> {
  const rules = rulesOf(options.rules);
  return await useMap(options, deps, async ({ loaded, find }) => {
    const asked = options.models.map((requested) => ({ requested, match: find(requested) }));
    const keys = new Set(asked.map(({ match }) => match.entry.key));
    const isAsked = askedFor(keys, options.providers);
    const previous = await previousMap(options.previous, options.load, loaded.source, deps);
    const entries = [...loaded.store.all()];
    checkProviders(options.providers, entries);
    const all = diagnose(
      entries,
      {
        now: deps.now(),
        reviews: reviewedFigures(deps),
        ...(previous === undefined ? {} : { previous: (key: string) => previous.store.get(key) }),
      },
      { rules, isAsked, onModel: options.onModel },
    );
    const shown = new Set(SEVERITIES.slice(0, SEVERITIES.indexOf(options.severity) + 1));
    const findings = all.filter(({ severity }) => shown.has(severity)).map(rowOf);
    const looked = entries.filter(isAsked);
    return {
      schemaVersion: SCHEMA_VERSION,
      modelCount: looked.length,
      asked: asked.map(({ requested, match }) => ({
        model: match.entry.key,
        requested,
        matchedBy: match.by,
      })),
      previous: previous?.source ?? null,
      counts: countsOf(findings),
      rules: rules.flatMap((rule) => ruleRow(rule, findings)),
      findings,
      crossCheck: options.crossCheck
        ? await crossCheckOf(looked, looked.length === entries.length, deps)
        : null,
      source: loaded.source,
      warnings: [...loaded.warnings, ...asked.flatMap(({ match }) => match.assumptions)],
    };
  });
}

function rulesOf(ids: readonly string[]): readonly Rule[] {
  if (ids.length === 0) return RULES;
  return ids.map((id) => {
    const rule = RULES.find((each) => each.id === id.trim().toLowerCase());
    if (rule !== undefined) return rule;
    const names = RULES.map((each) => each.id);
    const [near] = nearest(id, names, (name) => name, 1);
    const meant = near === undefined ? '' : `; did you mean ${near}?`;
    throw new UsageError(`--rule has no rule "${id}"${meant}`, `There are ${names.join(', ')}.`);
  });
}

function askedFor(keys: ReadonlySet<string>, providers: readonly string[]): (entry: Entry) => boolean {
  return ({ key, provider }) =>
    (keys.size === 0 || keys.has(key)) &&
    (providers.length === 0 || providers.some((name) => isProvider(provider, name)));
}

function checkProviders(names: readonly string[], entries: readonly Entry[]): void {
  for (const name of names) {
    if (entries.some(({ provider }) => isProvider(provider, name))) continue;
    const known = [...new Set(entries.flatMap(({ provider }) => provider ?? []))];
    const [near] = nearest(name, known, (each) => each, 1);
    const hint = near === undefined ? 'See them with: llmcost list' : `Did you mean ${near}?`;
    throw new UsageError(`--provider has no model of "${name}" in the map.`, hint);
  }
}

function rowOf(finding: Finding): FindingRow {
  const { field, figure } = finding;
  const unit = field === null ? null : (unitOf(field) ?? null);
  const isUsd = unit !== null && unit !== 'dbu_token' && unit !== 'factor';
  const neighbours = finding.neighbours.map(({ key, ...others }) => ({ model: key, ...others }));
  return { ...finding, neighbours, unit, usdPerUnit: isUsd ? figure : null };
}

function unitOf(field: string): Unit | undefined {
  return parseField(field)?.unit ?? parseField(field.slice(field.indexOf('.') + 1))?.unit;
}

function countsOf(findings: readonly FindingRow[]): DoctorDocument['counts'] {
  const count = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info') };
}

function ruleRow({ id, title }: Rule, findings: readonly FindingRow[]): readonly RuleRow[] {
  const count = findings.filter(({ rule }) => rule === id).length;
  return count === 0 ? [] : [{ id, title, findings: count }];
}

async function crossCheckOf(
  entries: readonly Entry[],
  isWhole: boolean,
  deps: Deps,
): Promise<CrossCheckReport> {
  const [{ loadSecondSource }, { reportOf }] = await Promise.all([
    import('../../../doctor/cross-check/source.ts'),
    import('../../../doctor/cross-check/report.ts'),
  ]);
  return reportOf(entries, await loadSecondSource(deps.now()), isWhole);
}
