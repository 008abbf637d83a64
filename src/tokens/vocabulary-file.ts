import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
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
    const packed = readFileSync(join(this.#packageDir, 'vocabularies', `${name}.br`));
    const vocabulary = unpackVocabulary(brotliDecompressSync(packed));
    this.#vocabularies.set(name, vocabulary);
    return vocabulary;
  }
}
