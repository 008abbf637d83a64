/**
 * The stored form of a map: two JSON texts in plain ASCII, so that a character is a byte.
 *
 * The snapshot holds one entry a line:
 *
 *     {
 *     "gpt-4o":{"litellm_provider":"openai",…},
 *     "gpt-4o-mini":{…}
 *     }
 *
 * The index beside it holds one model a line, grouped by mode, and the keys that were set aside:
 *
 *     {"format":4,"models":2,"groups":[
 *     {"mode":"chat","rows":[
 *     ["gpt-4o","openai",0.0000025,0.00001,"token",[],2,1031,3020190114,1732584193],
 *     …
 *     ],"sum":1290467523,"prices":[["token",0.0000025,0.00001,0]],"pricesSum":2562383102}
 *     ],"setAside":[{"key":"gpt-4","reason":"holds null, not a model"}]}
 *
 * A row is key, provider, headline prices and their unit, aliases, where the entry's line lies in
 * the snapshot (offset, length, CRC-32), and a sum of the row before it. One model is found with `indexOf` and
 * read with one `pread`; nothing else is parsed. The group's sum covers its text up to its last row, so the
 * models of one mode can be read without the others; `prices` (price-table.ts) leads to the rows of near prices,
 * each of which has its own sum.
 */
import type { JsonObject } from '../../core/json.ts';
import type { SetAside, Summary } from '../../models/store.ts';
import { crc32ForMany, wordSum } from './checksum.ts';
import { summarise } from '../../models/headline.ts';
import { priceTable } from '../price-table.ts';

/**
 * Raise it whenever the same published map is stored differently: copies of another format are rebuilt from the
 * published map.
 */
export const SNAPSHOT_FORMAT = 4;

/** Sizes and checksums of the two texts. The pointer holds them: a file cannot vouch for itself. */
export interface SnapshotChecks {
  readonly models: number;
  readonly textBytes: number;
  readonly textCrc: number;
  readonly indexBytes: number;
  readonly indexCrc: number;
}

export interface RenderedSnapshot {
  readonly text: Buffer;
  readonly index: Buffer;
  readonly checks: SnapshotChecks;
}

/** Renders a map in the stored form. */
export function renderSnapshot(
  entries: ReadonlyMap<string, JsonObject>,
  setAside: readonly SetAside[] = [],
): RenderedSnapshot {
  const lines = inAscii(
    Array.from(entries, ([key, fields]) => `${JSON.stringify(key)}:${JSON.stringify(fields)}`),
  );
  const text = Buffer.from(`{\n${lines.join(',\n')}\n}\n`, 'latin1');
  const crc32 = crc32ForMany();
  const groups = renderGroups(entries, lines, text, crc32);
  const head = `{"format":${SNAPSHOT_FORMAT},"models":${lines.length},"groups":[`;
  const index = Buffer.from(
    `${head}\n${groups}\n],"setAside":${ascii(JSON.stringify(setAside))}}\n`,
    'latin1',
  );
  return {
    text,
    index,
    checks: {
      models: lines.length,
      textBytes: text.length,
      textCrc: crc32(text),
      indexBytes: index.length,
      indexCrc: crc32(index),
    },
  };
}

type Prices = Pick<Summary, 'unit' | 'input' | 'output'>;

function renderGroups(
  entries: ReadonlyMap<string, JsonObject>,
  lines: readonly string[],
  text: Buffer,
  crc32: (bytes: Uint8Array) => number,
): string {
  const groups = new Map<string | null, { readonly rows: string[]; readonly prices: Prices[] }>();
  let offset = '{\n'.length;
  let number = 0;
  for (const [key, fields] of entries) {
    const length = lines[number++]?.length ?? 0;
    const summary = summarise(key, fields);
    const {
      provider = null,
      mode = null,
      input = null,
      output = null,
      unit = null,
      aliases = [],
    } = summary ?? {};
    const crc = crc32(text.subarray(offset, offset + length));
    const group = groups.get(mode) ?? { rows: [], prices: [] };
    groups.set(mode, group);
    group.rows.push(withSum([key, provider, input, output, unit, aliases, offset, length, crc]));
    group.prices.push({ input, output, unit });
    offset += length + ',\n'.length;
  }
  const rendered = Array.from(groups, ([mode, { rows, prices }]) => {
    const head = groupStart(mode);
    const group = `${head}${rows.join(',\n')}`;
    const table = priceTable(prices);
    return [group, GROUP_END, sumOf(group), PRICES, table, PRICES_SUM, sumOf(head + table), '}'].join('');
  });
  return rendered.join(',\n');
}

/** A row that ends in the sum of what stands before it. */
function withSum(row: readonly unknown[]): string {
  const text = ascii(JSON.stringify(row).slice(0, -1));
  return `${text},${sumOf(text)}]`;
}

function sumOf(text: string): number {
  return wordSum(Buffer.from(text, 'latin1'));
}

/** What closes the rows of a group; its sum follows. */
export const GROUP_END = '\n],"sum":';

/** What opens the price table of a group, and what closes it; its sum follows, with the group's head in it. */
export const PRICES = ',"prices":';
export const PRICES_SUM = ',"pricesSum":';

/** What opens the rows of a mode. */
export function groupStart(mode: string | null): string {
  return `{"mode":${ascii(JSON.stringify(mode))},"rows":[\n`;
}

const BEYOND_ASCII = /[\u007f-\uffff]/g;

/** Checks all lines at once first: most maps are plain ASCII. */
function inAscii(lines: readonly string[]): readonly string[] {
  return lines.join('').search(BEYOND_ASCII) < 0 ? lines : lines.map(ascii);
}

/** JSON with non-ASCII characters escaped, so that offsets count characters and bytes alike. */
export function ascii(json: string): string {
  return json.replace(BEYOND_ASCII, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
