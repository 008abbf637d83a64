import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeHome, type Home } from './home.ts';
import type { LoadOptions } from '../../src/map/load.ts';

/** One model at many sellers, and models of every kind of price. */
export const MARKET = fileURLToPath(new URL('../../fixtures/maps/market.json', import.meta.url));

/** Answers from this map and no other. */
export function from(map: string): LoadOptions {
  return { map, offline: true };
}

/** A day between the two days of deprecation in the market. */
export const NOW = new Date('2026-11-22T12:00:00Z');

/** A home with the data files that come with the package. */
export function makeChoosingHome(): Home {
  const home = makeHome(NOW);
  for (const name of ['coding-scores.json', 'image-tokens.json']) {
    const source = fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
    copyFileSync(source, join(home.deps().paths.packageDir, name));
  }
  return home;
}
