/** Days and moments as people write them for the history of a map. All of them are UTC. */

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Which moment of a day is meant where only the day is named. */
export type DayEdge = 'start' | 'end';

/** True for a text that has the form of a day or a moment, even of one that does not exist. */
export function looksLikeMoment(text: string): boolean {
  const trimmed = text.trim();
  return DAY.test(trimmed) || MOMENT.test(trimmed);
}

/**
 * `2026-05-24`, `2026-05-24T10:00`, `2026-05-24 10:00Z`, `2026-05-24T10:00+02:00`; UTC where no zone
 * is named. Undefined for anything else, and for a day that no calendar has.
 */
export function momentOf(text: string, edge: DayEdge): Date | undefined {
  const trimmed = text.trim();
  if (!looksLikeMoment(trimmed)) return undefined;
  // JavaScript takes 2026-02-31 for the third of March.
  const day = trimmed.slice(0, 10);
  const start = new Date(`${day}T00:00:00.000Z`);
  if (Number.isNaN(start.getTime()) || start.toISOString().slice(0, 10) !== day) return undefined;
  if (DAY.test(trimmed)) return edge === 'start' ? start : new Date(start.getTime() + DAY_MS - 1);
  const time = trimmed.slice(11).toUpperCase();
  const moment = new Date(`${day}T${/(Z|[+-]\d{2}:?\d{2})$/.test(time) ? time : `${time}Z`}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** `2026-05-24` of an ISO 8601 moment. */
export function dayOf(iso: string): string {
  return iso.slice(0, 10);
}

export const DAY_MS = 86_400_000;
