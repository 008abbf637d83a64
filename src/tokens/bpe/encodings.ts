/** The encodings of OpenAI's that tokens are counted in, as its tiktoken defines them (0.14, 2026-11-28). */

export type VocabularyName = 'o200k_base' | 'cl100k_base' | 'p50k_base';

export interface Encoding {
  readonly vocabulary: VocabularyName;
  /** How many of the vocabulary's merges it has; undefined for all. */
  readonly merges?: number;
  /** Cuts a text into the pieces that are merged, each for itself. Made when asked: one takes half a millisecond. */
  readonly pattern: () => RegExp;
}

// What Rust's \s is. JavaScript's has U+FEFF, a byte order mark, and lacks U+0085.
const SPACE = String.raw`\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
const NO_WORD = String.raw`[^\r\n\p{L}\p{N}]`;
const UPPER = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`;
const LOWER = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`;
// In any case, as Rust folds it: U+017F is an s.
const SUFFIX = String.raw`'(?:[sS\u017f]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])`;

const O200K = pattern(
  String.raw`${NO_WORD}?${UPPER}*${LOWER}+(?:${SUFFIX})?`,
  String.raw`${NO_WORD}?${UPPER}+${LOWER}*(?:${SUFFIX})?`,
  String.raw`\p{N}{1,3}`,
  String.raw` ?[^${SPACE}\p{L}\p{N}]+[\r\n/]*`,
  String.raw`[${SPACE}]*[\r\n]+`,
  String.raw`[${SPACE}]+(?![^${SPACE}])`,
  String.raw`[${SPACE}]+`,
);

const CL100K = pattern(
  SUFFIX,
  String.raw`${NO_WORD}?\p{L}+`,
  String.raw`\p{N}{1,3}`,
  String.raw` ?[^${SPACE}\p{L}\p{N}]+[\r\n]*`,
  String.raw`[${SPACE}]+$`,
  String.raw`[${SPACE}]*[\r\n]`,
  String.raw`[${SPACE}]+(?![^${SPACE}])`,
  String.raw`[${SPACE}]`,
);

const R50K = pattern(
  String.raw`'(?:[sdmt]|ll|ve|re)`,
  String.raw` ?\p{L}+`,
  String.raw` ?\p{N}+`,
  String.raw` ?[^${SPACE}\p{L}\p{N}]+`,
  String.raw`[${SPACE}]+$`,
  String.raw`[${SPACE}]+(?![^${SPACE}])`,
  String.raw`[${SPACE}]`,
);

function pattern(...alternatives: readonly string[]): () => RegExp {
  return () => new RegExp(alternatives.join('|'), 'gu');
}

export const ENCODINGS = {
  o200k_base: { vocabulary: 'o200k_base', pattern: O200K },
  // The text of a message is split as by o200k_base; what differs is the special tokens around it.
  o200k_harmony: { vocabulary: 'o200k_base', pattern: O200K },
  cl100k_base: { vocabulary: 'cl100k_base', pattern: CL100K },
  p50k_base: { vocabulary: 'p50k_base', pattern: R50K },
  r50k_base: { vocabulary: 'p50k_base', merges: 50_000, pattern: R50K },
} as const satisfies Readonly<Record<string, Encoding>>;

export type EncodingName = keyof typeof ENCODINGS;

export const ENCODING_NAMES: readonly EncodingName[] = Object.keys(ENCODINGS).filter(isEncoding);

export function isEncoding(name: string): name is EncodingName {
  return Object.hasOwn(ENCODINGS, name);
}
