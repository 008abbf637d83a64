import { ModelNotFoundError } from '../../core/errors.ts';

/** Where an answer comes from, as far as a miss has to say it. */
interface Answered {
  readonly kind: string;
  /** ISO 8601. For the price book, the day of its map. */
  readonly syncedAt: string | null;
}

/** A model that the price book lacks may be newer than the book: its error says so. Any other error stays. */
export function withBookDay(error: unknown, { kind, syncedAt }: Answered): unknown {
  if (!(error instanceof ModelNotFoundError) || kind !== 'price-book' || syncedAt === null) return error;
  const day = syncedAt.slice(0, 10);
  return new ModelNotFoundError(
    `${error.message} The price book is of ${day}: today's map, which \`llmcost sync\` fetches, may have it.`,
    error.hint,
    error.candidates,
  );
}
