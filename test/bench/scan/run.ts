// Reads logs with the scanner and adds their tokens up, as a process of its own to be measured:
// node run.cjs MODULE [--by-day] [--no-dedupe] FILE|DIRECTORY...
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ScanLines } from '../../../src/usage/logs/scan/lines.ts';
import { Scanner } from '../../../src/usage/logs/scan/scanner.ts';
import { compileFields } from '../../../src/usage/logs/scan/table.ts';
import { Columns, type Meaning } from './columns.ts';
import { FIELDS, SHAPES } from './shapes.ts';

const [modulePath = '', ...rest] = process.argv.slice(2);
const flags = rest.filter((arg) => arg.startsWith('--'));
const files = rest.filter((arg) => !arg.startsWith('--')).flatMap(filesIn);

const columns = new Columns(SHAPES, {
  byDay: flags.includes('--by-day'),
  dedupes: !flags.includes('--no-dedupe'),
});
const module = new WebAssembly.Module(readFileSync(modulePath));
const scanner = new Scanner<Meaning>(module, compileFields(FIELDS), columns);
let tooLong = 0;
const lines = new ScanLines(scanner, () => (tooLong += 1));
let count = 0;
for (const file of files) {
  lines.begin();
  const descriptor = openSync(file, 'r');
  for (;;) {
    const { bytes, offset, length } = lines.room;
    const read = readSync(descriptor, bytes, offset, length, null);
    if (read === 0) break;
    lines.filled(read);
  }
  closeSync(descriptor);
  lines.end();
  count += scanner.lines;
}
const { unusualLines, brokenLines, copies } = columns;
const counted = [...scanner.counted()].reduce((sum, { lines: of }) => sum + of, 0);
process.stdout.write(
  `${JSON.stringify({ lines: count, counted, unusualLines, brokenLines, tooLong, copies, replies: columns.replies.size, rows: columns.rows() })}\n`,
);

function filesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(path, name));
}
