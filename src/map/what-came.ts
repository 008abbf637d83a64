/** Words for what came in place of a map, and for values in messages. */
import { reasonOf } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';

/** What a text is that should have been a map. */
export function whatCame(text: string, error: unknown): string {
  const start = text.trimStart();
  if (start === '') return 'empty';
  if (isHtml(start)) return 'an HTML page, not JSON';
  if (start.startsWith('{') && isCutOff(text, reasonOf(error))) {
    return `cut off after ${Buffer.byteLength(text)} bytes`;
  }
  return `not JSON: it starts with ${shown(start.slice(0, 40))}`;
}

/** What to do about it; null where nothing comes to mind. */
export function hintFor(text: string): string | null {
  return isHtml(text.trimStart())
    ? 'A captive portal or a log-in page may stand between you and the map.'
    : null;
}

function isHtml(start: string): boolean {
  return /^<(!doctype\s+html|html|head|body|\?xml|!--)/i.test(start);
}

/** JSON.parse gave up where the text ends: more was to come. */
function isCutOff(text: string, reason: string): boolean {
  const position = /position (\d+)/.exec(reason)?.[1];
  return position === undefined
    ? /unexpected end|unterminated/i.test(reason)
    : Number(position) >= text.trimEnd().length;
}

/** The kind of a JSON value, in words. */
export function kindOf(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'number' ? 'a number' : 'true or false';
}

/** A value in a message: short, and on one line whatever it holds. */
export function shown(value: JsonValue | undefined): string {
  if (typeof value === 'object' && value !== null) return kindOf(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number too large for a double';
  if (typeof value !== 'string') return String(value);
  const whole = JSON.stringify(value);
  return whole.length > 60 ? `${whole.slice(0, 57)}…"` : whole;
}
