/**
 * The stored form of a map: two texts, both valid JSON and both plain ASCII, so that a character is
 * a byte.
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
 *     {"format":1,"models":2,"groups":[
 *     {"mode":"chat","rows":[
 *     ["gpt-4o","openai",0.0000025,0.00001,"token",[],2,1031,3020190114],
 *     …
 *     ]}
 *     ]}
 *
 * with key, provider, headline prices and their unit, aliases, and where the entry's line lies in
 * the snapshot: offset, length, CRC-32. One model is found with `indexOf` and read with one `pread`;
 * nothing else is parsed.
 */
import type { JsonObject } from '../json.ts';
import { crc32OfText } from './checksum.ts';
import { summarise } from './summary.ts';

/**
 * Raise it whenever a row or a headline price comes out differently for the same entry: copies of
 * another format are written anew from the published map.
 */
export const SNAPSHOT_FORMAT = 1;

/** What the two texts must measure; kept apart from them, so that neither vouches for itself. */
export interface SnapshotChecks {
  readonly models: number;
  readonly textBytes: number;
  readonly textCrc: number;
  readonly indexBytes: number;
  readonly indexCrc: number;
}

export interface RenderedSnapshot {
  readonly text: string;
  readonly index: string;
  readonly checks: SnapshotChecks;
}

/** Renders entries in the stored form. Pure: the same entries give the same texts. */
export function renderSnapshot(entries: ReadonlyMap<string, JsonObject>): RenderedSnapshot {
  const lines: string[] = [];
  const groups = new Map<string | null, string[]>();
  let offset = '{\n'.length;
  for (const [key, fields] of entries) {
    const line = `${ascii(JSON.stringify(key))}:${ascii(JSON.stringify(fields))}`;
    const row = rowOf(key, fields, offset, line);
    const rows = groups.get(row.mode);
    if (rows === undefined) groups.set(row.mode, [row.text]);
    else rows.push(row.text);
    lines.push(line);
    offset += line.length + ',\n'.length;
  }
  const text = lines.length === 0 ? '{\n}\n' : `{\n${lines.join(',\n')}\n}\n`;
  const rendered = [...groups].map(([mode, rows]) => `${groupStart(mode)}${rows.join(',\n')}${GROUP_END}`);
  const index = `{"format":${SNAPSHOT_FORMAT},"models":${lines.length},"groups":[\n${rendered.join(',\n')}\n]}\n`;
  return {
    text,
    index,
    checks: {
      models: lines.length,
      textBytes: text.length,
      textCrc: crc32OfText(text),
      indexBytes: index.length,
      indexCrc: crc32OfText(index),
    },
  };
}

function rowOf(
  key: string,
  fields: JsonObject,
  offset: number,
  line: string,
): { mode: string | null; text: string } {
  const summary = summarise(key, fields);
  const facts = [key, summary?.provider ?? null, summary?.input ?? null, summary?.output ?? null];
  const place = [summary?.unit ?? null, summary?.aliases ?? [], offset, line.length, crc32OfText(line)];
  return { mode: summary?.mode ?? null, text: ascii(JSON.stringify([...facts, ...place])) };
}

/** What closes the rows of a group. */
export const GROUP_END = '\n]}';

/** What opens the rows of a mode. */
export function groupStart(mode: string | null): string {
  return `{"mode":${ascii(JSON.stringify(mode))},"rows":[\n`;
}

/** JSON text with everything beyond ASCII escaped: a character is a byte, and offsets count both. */
export function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
