// The map that the benchmark fetches: a whole published one where it is at hand, else the models of the
// price book, which are as many.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const PUBLISHED = new URL('../../../shared/cost-maps/cost-map-2026-08-06.json', import.meta.url);

export async function mapForBench() {
  const named = process.env.LLMCOST_BENCH_MAP;
  if (named) return { what: `the map in LLMCOST_BENCH_MAP`, text: readFileSync(named, 'utf8') };
  if (existsSync(PUBLISHED))
    return { what: 'the published map of 2026-08-06', text: readFileSync(PUBLISHED, 'utf8') };
  const { loadCatalog } = await import('../../dist/index.js');
  const catalog = await loadCatalog({ priceBook: true });
  const models = catalog.models().map(({ key }) => [key, catalog.find(key).fields]);
  return {
    what: `the ${models.length} models of the price book`,
    text: JSON.stringify(Object.fromEntries(models), null, 4),
  };
}

/** Serves a text on the loopback address. */
export async function serve(text) {
  const server = createServer((request, response) => response.end(text));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/map.json`, close: () => server.close() };
}
