import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, crc32 } from 'node:zlib';
import { MapUnavailableError, reasonOf } from '../core/errors.ts';
import { BpeCounter } from './bpe/counter.ts';
import { ENCODINGS, type EncodingName, type VocabularyName } from './bpe/encodings.ts';
import { unpackVocabulary, type Vocabulary } from './bpe/vocabulary.ts';

/** Counters by encoding, each vocabulary read when it is first asked for: it takes some 25 ms. */
export class Vocabularies {
  readonly #packageDir: string;
  readonly #vocabularies = new Map<VocabularyName, Vocabulary>();
  readonly #counters = new Map<EncodingName, BpeCounter>();

  /** @param packageDir where the built files lie. */
  constructor(packageDir: string) {
    this.#packageDir = packageDir;
  }

  counter(encoding: EncodingName): BpeCounter {
    const known = this.#counters.get(encoding);
    if (known !== undefined) return known;
    const counter = new BpeCounter(encoding, this.#vocabulary(ENCODINGS[encoding].vocabulary));
    this.#counters.set(encoding, counter);
    return counter;
  }

  #vocabulary(name: VocabularyName): Vocabulary {
    const known = this.#vocabularies.get(name);
    if (known !== undefined) return known;
    const vocabulary = readVocabulary(join(this.#packageDir, 'vocabularies', `${name}.br`));
    this.#vocabularies.set(name, vocabulary);
    return vocabulary;
  }
}

/** Four bytes of checksum stand before the packed bytes: another digit in there would be another count. */
const CHECKSUM_BYTES = 4;

function readVocabulary(file: string): Vocabulary {
  try {
    const bytes = readFileSync(file);
    const unpacked = brotliDecompressSync(bytes.subarray(CHECKSUM_BYTES));
    if (crc32(unpacked) !== bytes.readUInt32LE()) throw new Error('its checksum is another');
    return unpackVocabulary(unpacked);
  } catch (error) {
    throw new MapUnavailableError(
      `The vocabulary ${file} is missing or damaged (${reasonOf(error)}).`,
      'Install llmcost again, or run `npm run build` in a clone.',
      { cause: error },
    );
  }
}
