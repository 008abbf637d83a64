/** A tally in Prometheus' text format, for the textfile collector of its node exporter or a push gateway. */
import { Totals, type GroupedSum, type GroupRow } from '../../../pricing/tally/rows.ts';
import { plain } from '../../../core/money.ts';
import { printable } from '../../render/text.ts';
import type { TallyDocument } from './document.ts';

type Labels = readonly (readonly [name: string, value: string])[];

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: Labels; readonly value: number | string }[];
}

/** What is added up over the logs, so each is a gauge: another run may read fewer of them. */
export function tallyPrometheus(document: TallyDocument, sums: Iterable<GroupedSum>, now: Date): string {
  const groups = groupsOf(sums);
  const { counts, source, skipped } = document;
  const metrics: readonly Metric[] = [
    {
      name: 'llmcost_cost_usd',
      help: 'What the requests cost in USD. Absent where nothing of it has a price.',
      samples: groups.flatMap(({ labels, totals }) =>
        totals.state === 'unknown' ? [] : [{ labels, value: plain(totals.totalUsd) }],
      ),
    },
    {
      name: 'llmcost_used',
      help: 'What was used, by meter and unit. Meters are disjoint: input is without cache reads.',
      samples: groups.flatMap(({ labels, totals }) =>
        totals.meters().map(({ meter, unit, quantity }) => ({
          labels: [...labels, ['meter', meter], ['unit', unit]] as const,
          value: quantity,
        })),
      ),
    },
    {
      name: 'llmcost_unpriced_used',
      help: 'How much of llmcost_used has no price, so that llmcost_cost_usd leaves it out.',
      samples: groups.flatMap(({ labels, totals }) =>
        totals.meters().flatMap(({ meter, unit, unpricedQuantity }) =>
          unpricedQuantity === 0
            ? []
            : [
                {
                  labels: [...labels, ['meter', meter], ['unit', unit]] as const,
                  value: unpricedQuantity,
                },
              ],
        ),
      ),
    },
    {
      name: 'llmcost_requests',
      help: 'Requests that were counted.',
      samples: groups.map(({ labels, totals }) => ({ labels, value: totals.requests })),
    },
    {
      name: 'llmcost_requests_by_state',
      help: 'Requests by the state of their cost: known, free, partial or unknown.',
      samples: Object.entries(counts.requests).map(([state, value]) => ({
        labels: [['state', state]],
        value,
      })),
    },
    {
      name: 'llmcost_skipped_lines',
      help: 'Lines of the logs that were not counted.',
      samples: skipped.map(({ reason, count }) => ({ labels: [['reason', reason]], value: count })),
    },
    {
      name: 'llmcost_map_info',
      help: 'The cost map that priced.',
      samples: [
        {
          labels: [
            ['kind', source.kind],
            ['sha256', source.sha256],
            ['synced_at', source.syncedAt],
          ],
          value: 1,
        },
      ],
    },
    {
      name: 'llmcost_run_timestamp_seconds',
      help: 'When this was added up.',
      samples: [{ labels: [], value: Math.floor(now.getTime() / 1000) }],
    },
  ];
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(textOf)
    .join('');
}

function groupsOf(
  sums: Iterable<GroupedSum>,
): readonly { readonly labels: Labels; readonly totals: Totals }[] {
  const groups = new Map<string, { readonly labels: Labels; readonly totals: Totals }>();
  for (const { group, sum } of sums) {
    const labels = labelsOf(group);
    const id = JSON.stringify(labels);
    const found = groups.get(id) ?? { labels, totals: new Totals() };
    groups.set(id, found);
    found.totals.add(sum);
  }
  return [...groups.values()];
}

/** A label without a value is the same as none. */
function labelsOf(group: GroupRow['group']): Labels {
  const taken = new Set(['meter', 'unit']);
  return Object.entries(group).map(([name, value]) => {
    let label = labelName(name);
    while (taken.has(label)) label += '_';
    taken.add(label);
    return [label, value ?? ''] as const;
  });
}

/** `.metadata.team` → `metadata_team`: letters, digits and underscores. */
function labelName(name: string): string {
  return name
    .replace(/^\./, '')
    .replace(/\W/g, '_')
    .replace(/^(?=\d)/, '_');
}

function textOf({ name, help, samples }: Metric): string {
  const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${plain(value)}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines, ''].join('\n');
}

function labelText(labels: Labels): string {
  if (labels.length === 0) return '';
  return `{${labels.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')}}`;
}

function escaped(value: string): string {
  const text = value.replace(/[^\n]+/g, printable);
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
