// The plain way to read logs, for comparison: readline and JSON.parse, and nothing done with them but
// adding the tokens up. The lines of a table are split at commas.
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

let tokens = 0;
for (const path of process.argv.slice(2).flatMap(filesIn)) {
  const isTable = path.endsWith('.csv');
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (isTable) {
      for (const cell of line.split(',')) if (/^\d+$/.test(cell)) tokens += Number(cell);
      continue;
    }
    let value;
    try {
      value = JSON.parse(line);
    } catch {
      continue;
    }
    const usage = value?.usage ?? value?.message?.usage;
    if (usage) tokens += usage.input_tokens ?? usage.prompt_tokens ?? 0;
  }
}
process.stdout.write(`${tokens}\n`);

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true })
    .filter((name) => /\.(jsonl|csv)$/.test(name))
    .map((name) => join(path, name));
}
