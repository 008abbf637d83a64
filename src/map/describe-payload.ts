/** Words for what came in place of a map, and for values in messages. */
import { reasonOf } from '../core/errors.ts';
import { shown } from '../core/show-value.ts';

/** What a text is that should have been a map. */
export function describePayload(text: string, error: unknown): string {
  const start = text.trimStart();
  if (start === '') return 'empty';
  if (isHtml(start)) return 'an HTML page, not JSON';
  if (start.startsWith('{') && isCutOff(text, reasonOf(error))) {
    return `cut off after ${new TextEncoder().encode(text).length} bytes`;
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
