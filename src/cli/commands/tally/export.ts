/** `--format focus` and `--format prometheus`: what other tools take in, made from the exact sums. */
import type { Deps } from '../../../core/deps.ts';
import { UsageError } from '../../../core/errors.ts';
import { counted } from '../../render/text.ts';
import type { Outcome } from '../../command.ts';
import type { Flags } from '../../flags/flags.ts';
import type { TallyResult } from './document.ts';
import { focusCsv, focusTable, type LeftOut } from './focus.ts';
import { tallyPrometheus } from './prometheus.ts';

/** What is exported, and what the sums must be parted by for it. */
export type ExportFormat =
  | {
      readonly kind: 'focus';
      readonly by: readonly string[];
      readonly billingAccount: string;
      readonly tags: readonly string[];
    }
  | { readonly kind: 'prometheus'; readonly by: readonly string[] };

/** Null where a text, JSON or a table is asked for. @throws UsageError for flags that do not go with it. */
export function exportFormatOf(flags: Flags): ExportFormat | null {
  const name = flags.yes('json') ? undefined : flags.text('format')?.trim().toLowerCase();
  const billingAccount = flags.text('billingAccount')?.trim();
  const by = flags.list('by');
  if (billingAccount !== undefined && name !== 'focus') {
    throw new UsageError('--billing-account is for --format focus alone.', 'Add it, or leave this one out.');
  }
  if (name === 'prometheus') {
    refuseFlags(flags, name);
    return { kind: 'prometheus', by: by.length === 0 ? ['model', 'provider'] : by };
  }
  if (name !== 'focus') return null;
  refuseFlags(flags, name);
  if (billingAccount === undefined || billingAccount === '') {
    throw new UsageError(
      '--format focus needs --billing-account: FOCUS has no row without a BillingAccountId.',
      'Give the id of the account that the provider bills, such as --billing-account org-1234.',
    );
  }
  return { kind: 'focus', by: ['day', ...tagsOf(by)], billingAccount, tags: tagsOf(by) };
}

/** These have columns of their own. */
const COLUMNS: ReadonlySet<string> = new Set(['day', 'model', 'provider', 'tier']);
const NO_TAGS: ReadonlySet<string> = new Set(['hour', 'week', 'month', 'mode']);

function tagsOf(by: readonly string[]): readonly string[] {
  const wrong = by.find((name) => NO_TAGS.has(name.toLowerCase()));
  if (wrong !== undefined) {
    throw new UsageError(
      `--format focus has a row per day, and none per ${wrong}.`,
      'What --by adds to it are Tags: project, agent, session, user, file, tag, or a path such as .metadata.team.',
    );
  }
  return by
    .map((name) => (name.startsWith('.') ? name : name.toLowerCase()))
    .filter((name) => !COLUMNS.has(name));
}

/** What would change nothing in an export. */
const IDLE = [
  ['--html', (flags: Flags) => flags.isGiven('html')],
  ['--each', (flags: Flags) => flags.yes('each')],
  ['--chart', (flags: Flags) => flags.yes('chart')],
  ['--top', (flags: Flags) => flags.isGiven('top')],
  ['--sort', (flags: Flags) => flags.isGiven('sort')],
  ['--reconcile', (flags: Flags) => flags.yes('reconcile')],
] as const;

function refuseFlags(flags: Flags, format: string): void {
  const idle = IDLE.find(([, isGiven]) => isGiven(flags));
  if (idle !== undefined) {
    throw new UsageError(`${idle[0]} changes nothing in --format ${format}.`, 'Leave out one of them.');
  }
  const zone = flags.text('timezone');
  if (format === 'focus' && zone !== undefined && !/^(utc|z|gmt)$/i.test(zone)) {
    throw new UsageError(
      `--format focus cannot have days of "${zone}": the periods of FOCUS are in UTC.`,
      'Leave --timezone out.',
    );
  }
}

export function withExport(
  outcome: Outcome,
  format: ExportFormat,
  { document, sums }: TallyResult,
  deps: Deps,
): Outcome {
  switch (format.kind) {
    case 'focus': {
      const table = focusTable(sums(), format);
      return {
        ...outcome,
        formats: { focus: () => focusCsv(table) },
        warnings: [...(outcome.warnings ?? []), ...leftOutNotices(table.leftOut)],
      };
    }
    case 'prometheus':
      return { ...outcome, formats: { prometheus: () => tallyPrometheus(document, sums(), deps.now()) } };
    default:
      return format satisfies never;
  }
}

function leftOutNotices({ unpriced, undated }: LeftOut): readonly { readonly message: string }[] {
  const is = (count: number) => (count === 1 ? 'is' : 'are');
  return [
    ...(unpriced === 0
      ? []
      : [
          {
            message: `What has no price is left out of the file, because FOCUS allows no row without a cost: ${counted(unpriced, 'request')} ${is(unpriced)} missing from it, wholly or in part.`,
          },
        ]),
    ...(undated === 0
      ? []
      : [
          {
            message: `${counted(undated, 'request')} without a date ${is(undated)} left out of the file, because FOCUS allows no row without a period.`,
          },
        ]),
  ];
}
