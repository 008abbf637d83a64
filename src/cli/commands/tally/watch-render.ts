import { formatAmount } from '../../../core/money.ts';
import { amountIn } from '../../render/settings-words.ts';
import type { Style } from '../../render/style.ts';
import { bullet, counted, wrap } from '../../render/text.ts';
import type { TallyDocument } from './document.ts';
import { groupsTable } from './groups-table.ts';
import { unpricedNotice } from './notices.ts';
import type { Glance } from './watch-reader.ts';

/** Lines that a screen needs beside the groups of the table. */
export const LINES_BESIDE = 15;

/** The screen of `tally --watch`, line by line. */
export function renderWatch(glance: Glance, style: Style): readonly string[] {
  const { theme, width } = style;
  const { all, lastHour, problem, restarted } = glance;
  // Above the table, which may not fit on the screen.
  const notes = [
    ...(all === null ? [] : leftOut(all)),
    ...restarted.map((name) => `${name} started over; what it held before is no longer counted.`),
  ].map((text) => theme.warn(bullet(text, width)));
  const problems = problem === null ? [] : [theme.bad(bullet(problem, width))];
  const blocks = [
    theme.title(wrap(titleOf(glance), width)),
    amounts(glance.isToday ? 'Today' : 'Cost', all, { unit: '', when: '' }, style),
    amounts('Rate', lastHour, { unit: ' an hour', when: ' in the last 60 minutes' }, style),
    ...notes,
    ...problems,
    '',
    ...(all === null ? [] : [groupsTable(all, style), '']),
    theme.dim(wrap(sourceWords(glance), width)),
  ];
  return blocks.flatMap((block) => block.split('\n'));
}

/** Why a total is "at least". */
function leftOut(document: TallyDocument): readonly string[] {
  const unpriced = unpricedNotice(document).map(({ message }) => message);
  if (document.state !== 'partial' || unpriced.length > 0) return unpriced;
  return ['Some of the logs could not be read: without --watch the same command says what.'];
}

function titleOf({ atMs, timeZone, sinceDay, isToday }: Glance): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(atMs);
  return isToday ? `${sinceDay} ${time}, ${timeZone}` : `Since ${sinceDay}; ${time}, ${timeZone}`;
}

interface Words {
  readonly unit: string;
  readonly when: string;
}

/** `Today  $12.3456, 128 requests` */
function amounts(
  label: string,
  document: TallyDocument | null,
  { unit, when }: Words,
  { theme, width }: Style,
): string {
  const line = (text: string) => wrap(`${label.padEnd(5)}  ${text}${when}`, width);
  if (document === null) return theme.dim(line('no request'));
  const { total, state, converted } = document;
  const requests = counted(total.requests, 'request');
  if (total.totalUsd === null) return theme.warn(line(`unknown, ${requests}`));
  const other =
    converted === null
      ? ''
      : ` (${converted.currency.code} ${amountIn(converted.totalAmount, converted.currency)})`;
  const amount = `${state === 'partial' ? '≥ ' : ''}${formatAmount(total.totalUsd)}`;
  const words = line(`${amount}${other}${unit}, ${requests}`);
  return state === 'partial' ? theme.warn(words) : theme.total(words);
}

function sourceWords({ all, logs, isToday }: Glance): string {
  const prices = all === null ? '' : `prices of ${all.source.syncedAt.slice(0, 10)}; `;
  return `${counted(logs, 'log')} written ${isToday ? 'today' : 'since then'}; ${prices}Ctrl-C ends.`;
}
