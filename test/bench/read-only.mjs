// The plain way to read a log, for comparison: readline and JSON.parse, and nothing done with it but
// adding the tokens up.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

let tokens = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]), crlfDelay: Infinity })) {
  const value = JSON.parse(line);
  const usage = value.usage ?? value.message?.usage;
  if (usage) tokens += usage.input_tokens ?? usage.prompt_tokens;
}
process.stdout.write(`${tokens}\n`);
