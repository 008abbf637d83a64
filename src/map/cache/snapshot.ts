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
 * The index beside it holds one model a line, grouped by mode:
 *
 *     {"format":2,"models":2,"groups":[
 *     {"mode":"chat","rows":[
 *     ["gpt-4o","openai",0.0000025,0.00001,"token",[],2,1031,3020190114],
 *     …
 *     ],"sum":1290467523}
 *     ]}
 *
 * with key, provider, headline prices and their unit, aliases, and where the entry's line lies in
 * the snapshot: offset, length, CRC-32. One model is found with `indexOf` and read with one `pread`;
 * nothing else is parsed. The sum is that of the group's text up to its last row, so that the models of
 * one mode can be read without looking at all others.
 */
import type { JsonObject } from '../../core/json.ts';
import { crc32ForMany, wordSum } from './checksum.ts';
import { summarise } from '../../models/headline.ts';

/**
 * Raise it whenever the same entry gives another row or headline price: copies of another format are rebuilt
 * from the published map.
 */
export const SNAPSHOT_FORMAT = 2;

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

/** Renders entries in the stored form. */
export function renderSnapshot(entries: ReadonlyMap<string, JsonObject>): RenderedSnapshot {
  const lines = inAscii(
    Array.from(entries, ([key, fields]) => `${JSON.stringify(key)}:${JSON.stringify(fields)}`),
  );
  const text = Buffer.from(`{\n${lines.join(',\n')}\n}\n`, 'latin1');
  const crc32 = crc32ForMany();
  const index = Buffer.from(renderIndex(entries, lines, text, crc32), 'latin1');
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

function renderIndex(
  entries: ReadonlyMap<string, JsonObject>,
  lines: readonly string[],
  text: Buffer,
  crc32: (bytes: Uint8Array) => number,
): string {
  const groups = new Map<string | null, string[]>();
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
    const row = ascii(JSON.stringify([key, provider, input, output, unit, aliases, offset, length, crc]));
    const rows = groups.get(mode);
    if (rows === undefined) groups.set(mode, [row]);
    else rows.push(row);
    offset += length + ',\n'.length;
  }
  const rendered = Array.from(groups, ([mode, rows]) => {
    const group = `${groupStart(mode)}${rows.join(',\n')}`;
    return `${group}${GROUP_END}${wordSum(Buffer.from(group, 'latin1'))}}`;
  });
  return `{"format":${SNAPSHOT_FORMAT},"models":${lines.length},"groups":[\n${rendered.join(',\n')}\n]}\n`;
}

/** What closes the rows of a group; its sum follows. */
export const GROUP_END = '\n],"sum":';

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
