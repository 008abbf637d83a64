const WORDS =
  'the file reads a line and then checks whether its usage of memory stays below what was set in the test before we return it to the caller with an error value model tokens cache function state request'.split(
    ' ',
  );
const CODE = [
  '  const value = await read(path, { encoding: "utf8" });\n',
  '\tif (value === undefined) return null;\n',
  'export function sum(a: number, b: number): number {\n  return a + b;\n}\n',
  "    logger.info('done \\'quoted\\' %s', name)\n",
  'for (let i = 0; i < list.length; i++) {\n',
  '<div className="row" data-id="{id}">\n',
  '  "scripts": { "test": "vitest run" },\n',
  '\n',
];
const OUTPUT = [
  '/home/ann/work/shop/src/app.ts:12:3 - error TS2322\n',
  'C:\\Users\\ann\\code\\shop\\index.ts\n',
  '\u001b[32m✓\u001b[39m 12 tests passed (1.2s)\n',
  '{"usage":{"input_tokens":5,"output_tokens":7},"model":"none"}\n',
  '| name | value |\n|------|-------|\n',
  'drwxr-xr-x  2 ann ann 4096 Nov  1 12:00 dist\n',
];
const OTHER_SCRIPTS = ['café ', '価格を計算する ', 'Größe — ', '😀 ', 'цена ', '“quoted” '];

/** Text as sessions hold it: prose, code, output of tools, other scripts, in the proportions of a style. */
export function textOf(random, length, style) {
  const parts = [];
  let written = 0;
  while (written < length) {
    const part = partOf(random, style);
    parts.push(part);
    written += part.length;
  }
  return parts.join('');
}

function partOf(random, { code, output, scripts }) {
  const at = random.next();
  if (at < code) return random.pick(CODE);
  if (at < code + output) return random.pick(OUTPUT);
  if (at < code + output + scripts) return random.pick(OTHER_SCRIPTS);
  let sentence = '';
  for (let i = 0; i < 8; i += 1) sentence += `${random.pick(WORDS)} `;
  return sentence;
}

/** How much of the text of a file is what. */
export function styleOf(random) {
  return { code: random.next() * 0.6, output: random.next() * 0.25, scripts: random.next() * 0.1 };
}
