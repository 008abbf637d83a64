/** Describes what was received instead of a map. */
import { reasonOf } from '../core/errors.ts';
import { CUT_OFF, placeOfError } from '../core/json.ts';

/** Finding the position of an error parses the text some twenty times. */
const MAX_SEARCHED_CHARACTERS = 4_000_000;

/** What a text is that should have been a map. Never quotes it: the wrong file may hold secrets. */
export function describePayload(text: string, error: unknown): string {
  const start = text.trimStart();
  if (start === '') return 'empty';
  if (isHtml(start)) return 'an HTML page, not JSON';
  if (start.startsWith('{') && reasonOf(error) === CUT_OFF) {
    return `cut off after ${new TextEncoder().encode(text).length} bytes`;
  }
  return text.length > MAX_SEARCHED_CHARACTERS ? 'not JSON' : `not JSON (${placeOfError(text)})`;
}

/** What to do about it, if anything. */
export function hintFor(text: string): string | null {
  return isHtml(text.trimStart())
    ? 'A captive portal or a log-in page may stand between you and the map.'
    : null;
}

function isHtml(start: string): boolean {
  return /^<(!doctype\s+html|html|head|body|\?xml|!--)/i.test(start);
}
