import { plain } from '../money.ts';

// A JSON string, so that its content is left alone, or a number with an exponent.
const STRING_OR_EXPONENT = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?e[+-]?\d+/gi;

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

function plainNumbers(json: string): string {
  return json.replace(STRING_OR_EXPONENT, (found) => (found.startsWith('"') ? found : plain(found)));
}
