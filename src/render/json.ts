import { plain } from '../money.ts';

const EXPONENT = /-?\d+(?:\.\d+)?e[+-]?\d+/gi;

/**
 * A document as JSON, two spaces deep. Numbers are written out in plain decimals (`0.00000125`, never
 * `1.25e-6`): some readers take an exponent for a text.
 */
export function toJson(document: unknown): string {
  return `${plainNumbers(JSON.stringify(document, null, 2))}\n`;
}

/** One line of NDJSON. */
export function toJsonLine(document: unknown): string {
  return `${plainNumbers(JSON.stringify(document))}\n`;
}

/**
 * What looks like a number inside of a text is left alone. The texts are passed over one by one: a
 * regular expression for all of them would run out of stack on a text of megabytes.
 */
function plainNumbers(json: string): string {
  const parts: string[] = [];
  let done = 0;
  let at = 0;
  for (const { index, 0: number } of json.matchAll(EXPONENT)) {
    if (index < at) continue;
    for (let open = json.indexOf('"', at); open >= 0 && open < index; open = json.indexOf('"', at)) {
      at = endOfText(json, open);
    }
    if (index < at) continue;
    parts.push(json.slice(done, index), plain(number));
    at = index + number.length;
    done = at;
  }
  return parts.length === 0 ? json : parts.join('') + json.slice(done);
}

/** Behind the quote that ends the text: one with an even number of backslashes before it. */
function endOfText(json: string, open: number): number {
  for (let close = json.indexOf('"', open + 1); close >= 0; close = json.indexOf('"', close + 1)) {
    let before = close;
    while (json[before - 1] === '\\') before -= 1;
    if ((close - before) % 2 === 0) return close + 1;
  }
  return json.length;
}
