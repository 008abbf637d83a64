import type { DoctorDocument, FindingRow, RuleRow } from './document.ts';
import { SEVERITIES, type Severity } from '../../../doctor/finding.ts';
import { plain } from '../../../core/money.ts';
import { renderCrossCheck } from '../../render/cross-check.ts';
import { renderCsv, type Cell, type DataColumn } from '../../render/csv.ts';
import { renderMarkdown } from '../../render/markdown.ts';
import type { Style } from '../../render/style.ts';
import type { Theme } from '../../render/theme.ts';
import { counted, printable, wrap } from '../../render/text.ts';

export interface DoctorView {
  /** Every finding of every rule; otherwise the lesser ones of a long list are counted only. */
  readonly all: boolean;
}

/** Findings that a rule of the least severity shows before the rest is counted. */
const FIRST = 5;

/** The findings under the rules that found them, the gravest first. */
export function renderDoctor(document: DoctorDocument, view: DoctorView, style: Style): string {
  const sections = SEVERITIES.flatMap((severity) =>
    document.rules.flatMap((rule) => section(rule, severity, document, view, style)),
  );
  const crossCheck = document.crossCheck === null ? [] : [renderCrossCheck(document.crossCheck, view, style)];
  return `${[...sections, summary(document, style), ...crossCheck].join('\n\n')}\n`;
}

function section(
  { id, title }: RuleRow,
  severity: Severity,
  { findings }: DoctorDocument,
  { all }: DoctorView,
  style: Style,
): readonly string[] {
  const own = findings.filter((each) => each.rule === id && each.severity === severity);
  if (own.length === 0) return [];
  const shown = all || severity !== 'info' ? own : own.slice(0, FIRST);
  const rest = own.length - shown.length;
  const head = `${markOf(severity, style.theme)} ${style.theme.heading(id)} ${style.theme.dim(`(${own.length})`)} ${title}`;
  const more = rest === 0 ? [] : [style.theme.dim(`  … and ${rest} more: llmcost doctor --rule ${id}`)];
  return [[head, ...byModel(shown).map((some) => paragraph(some, style)), ...more].join('\n')];
}

/** Findings of one model that stand together, under its name. */
function byModel(findings: readonly FindingRow[]): readonly (readonly FindingRow[])[] {
  const groups: FindingRow[][] = [];
  for (const finding of findings) {
    const last = groups.at(-1);
    if (last?.[0]?.model === finding.model) last.push(finding);
    else groups.push([finding]);
  }
  return groups;
}

function paragraph(findings: readonly FindingRow[], { theme, width }: Style): string {
  const [first] = findings;
  const lines = findings.map(({ reason }) => wrap(printable(reason), width, '    '));
  return [`  ${theme.key(printable(first?.model ?? ''))}`, ...lines].join('\n');
}

function markOf(severity: Severity, theme: Theme): string {
  const marks = { error: theme.bad, warning: theme.warn, info: theme.dim };
  return marks[severity](severity);
}

function summary(
  { modelCount, counts, previous, findings }: DoctorDocument,
  { theme, width }: Style,
): string {
  const beside =
    previous === null
      ? 'There is no map before it in the history, so that nothing can be said of changes.'
      : `Held against the map of ${previous.syncedAt.slice(0, 10)}${previous.location === null ? '' : `, ${printable(previous.location)}`}.`;
  const found =
    findings.length === 0
      ? `${counted(modelCount, 'model')}: nothing found.`
      : `${counted(modelCount, 'model')}: ${counted(counts.error, 'error')}, ${counted(counts.warning, 'warning')}, ${counts.info} to know.`;
  return `${theme.title(found)}\n${theme.dim(wrap(beside, width))}`;
}

const COLUMNS: readonly DataColumn[] = [
  { head: 'Severity' },
  { head: 'Rule' },
  { head: 'Model' },
  { head: 'Provider' },
  { head: 'Field' },
  { head: 'Figure', align: 'right' },
  { head: 'Reason' },
  { head: 'Neighbours' },
];

export function doctorMarkdown({ findings }: DoctorDocument): string {
  return renderMarkdown(COLUMNS, findings.map(cellsOf));
}

export function doctorCsv({ findings }: DoctorDocument): string {
  return renderCsv(COLUMNS, findings.map(cellsOf));
}

function cellsOf({
  severity,
  rule,
  model,
  provider,
  field,
  figure,
  reason,
  neighbours,
}: FindingRow): readonly Cell[] {
  const beside = neighbours.map((each) => `${each.model} ${each.field} ${plain(each.figure)}`).join('; ');
  return [severity, rule, model, provider, field, figure, reason, beside];
}
