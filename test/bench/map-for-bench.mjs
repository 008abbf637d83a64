// The map that the benchmark fetches: a whole published one where it is at hand, else one of the same
// size made of the price book's entries.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const PUBLISHED = new URL('../../../shared/cost-maps/cost-map-2026-08-06.json', import.meta.url);
const BOOK = new URL('../../dist/price-book.json', import.meta.url);
const MODELS = 3000;

export function mapForBench() {
  const named = process.env.LLMCOST_BENCH_MAP;
  if (named) return { what: `the map in LLMCOST_BENCH_MAP`, text: readFileSync(named, 'utf8') };
  if (existsSync(PUBLISHED))
    return { what: 'the published map of 2026-08-06', text: readFileSync(PUBLISHED, 'utf8') };
  const book = Object.entries(JSON.parse(readFileSync(BOOK, 'utf8')));
  const made = Object.fromEntries(book);
  for (let copy = 1; Object.keys(made).length < MODELS; copy += 1) {
    for (const [key, entry] of book) made[`${key}-copy-${copy}`] = entry;
  }
  return {
    what: `a map of ${Object.keys(made).length} models made of the price book`,
    text: JSON.stringify(made, null, 4),
  };
}

/** Serves a text on the loopback address. */
export async function serve(text) {
  const server = createServer((request, response) => response.end(text));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/map.json`, close: () => server.close() };
}
