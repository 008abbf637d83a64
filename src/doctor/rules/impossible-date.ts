import { field } from '../../core/json.ts';
import { DAY_MS } from '../../core/dates.ts';
import type { EntryRule } from '../rule.ts';

/**
 * A deprecation date that is no day of the calendar, or lies where no provider would put it: before
 * the first of these models, before the model's own version, or ten years ahead.
 *
 * The case: none in the maps so far; 2026-13-01 and 1926-05-01 are what slips of a finger look like.
 */
export const impossibleDate: EntryRule = {
  id: 'impossible-date',
  severity: 'warning',
  title: 'a deprecation date that cannot be right',
  sees: 'entry',
  check: ({ entry, now }) => {
    const written = field(entry.fields, 'deprecation_date');
    if (written === undefined || written === null) return [];
    const why = typeof written === 'string' ? whyNot(written, entry.key, now) : 'is no text';
    const reason = `The deprecation date ${JSON.stringify(written)} ${why}.`;
    return why === undefined ? [] : [{ field: 'deprecation_date', figure: null, reason }];
  },
};

function whyNot(written: string, key: string, now: Date): string | undefined {
  const [, day = ''] = /^(\d{4}-\d{2}-\d{2})(T.*)?$/.exec(written) ?? [];
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) return 'is no day of the calendar';
  if (day < FIRST) return `is before ${FIRST}, when there were no such models`;
  if (at > now.getTime() + YEARS_AHEAD * 365 * DAY_MS) return 'is more than ten years ahead';
  const version = versionOf(key);
  return version !== undefined && day < version ? `is before the model's own version, ${version}` : undefined;
}

const FIRST = '2021-01-01';
const YEARS_AHEAD = 10;

/** The day in a key: `gpt-4o-2024-08-06`, `claude-sonnet-4-20250514`. */
function versionOf(key: string): string | undefined {
  const found = /(?<!\d)(20[2-9]\d)-?(0[1-9]|1[0-2])-?([0-3]\d)(?!\d)/.exec(key);
  return found === null ? undefined : found.slice(1).join('-');
}
