/**
 * What a reply is billed for beside its tokens and the units of `Usage`. Which price a charge takes
 * is for `pricing` to say; one without a price in the map makes the total partial.
 */
export type ChargeKind =
  /** Distinct search queries of a grounded Gemini reply; models of one generation bill these. */
  | 'groundingQuery'
  /** A grounded Gemini prompt; models of another generation bill it, however many queries it made. */
  | 'groundedPrompt'
  | 'mapsGrounding'
  | 'retrieval'
  | 'fileSearch'
  | 'imageCall'
  /** Sources that xAI's live search read. */
  | 'liveSource'
  /** Calls of tools that run at the provider. */
  | 'toolCall'
  | 'codeExecution'
  /** Tokens of web pages that Perplexity put into the prompt. */
  | 'citationToken'
  /** Tokens that only the total of a usage object tells: nothing says of which kind they are. */
  | 'unclassifiedToken';

export interface Charge {
  readonly kind: ChargeKind;
  readonly quantity: number;
}

/** Charges of more than nothing. */
export function chargesOf(
  quantities: Readonly<Partial<Record<ChargeKind, number | undefined>>>,
): readonly Charge[] {
  const charged = CHARGE_KINDS.filter((kind) => (quantities[kind] ?? 0) > 0);
  return charged.map((kind) => ({ kind, quantity: quantities[kind] ?? 0 }));
}

export const CHARGE_KINDS = [
  'groundingQuery',
  'groundedPrompt',
  'mapsGrounding',
  'retrieval',
  'fileSearch',
  'imageCall',
  'liveSource',
  'toolCall',
  'codeExecution',
  'citationToken',
  'unclassifiedToken',
] as const satisfies readonly ChargeKind[];
