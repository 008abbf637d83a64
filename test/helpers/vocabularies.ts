import { fileURLToPath } from 'node:url';
import { Vocabularies } from '../../src/tokens/vocabulary-file.ts';

/** The vocabularies that `npm run build` packed. */
export const vocabularies = new Vocabularies(fileURLToPath(new URL('../../dist', import.meta.url)));
