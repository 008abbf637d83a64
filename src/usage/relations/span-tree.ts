import { HashMap } from './hash-map.ts';
import { hashOf } from './hash.ts';

/** Where a span stands in its trace. */
export interface SpanPlace {
  readonly trace: string;
  readonly span: string | undefined;
  /** Undefined for the root of a trace, and where it is not told. */
  readonly parent: string | undefined;
}

/** The same as hashes; those of a span and its parent are of ids in this trace. 0 for what is not told. */
export interface SpanHashes {
  readonly trace: number;
  readonly span: number;
  readonly parent: number;
}

export function hashesOf({ trace, span, parent }: SpanPlace): SpanHashes {
  const hash = hashOf(trace);
  return {
    trace: hash,
    span: span === undefined ? 0 : hashOf(span, hash),
    parent: parent === undefined ? 0 : hashOf(parent, hash),
  };
}

/**
 * Which spans stand above a span of a model's request, whatever the order in which they come. Kept as
 * hashes, and of the many spans of requests only the spans right above them.
 */
export class SpanTree {
  /** The trace of each span that has a request right below it. */
  readonly #aboveRequests = new HashMap();
  /** The span above each span that is no request; 0 above a root. */
  readonly #above = new HashMap();
  /** Traces with requests whose way up is not known. */
  readonly #loose = new HashMap();
  #lastParent = 0;
  #marked: Set<number> | undefined = undefined;

  /** A span of one request to a model. */
  request({ trace, parent }: SpanHashes): void {
    if (parent === 0) this.#loose.set(trace, 1);
    else if (parent !== this.#lastParent) this.#aboveRequests.set(parent, trace);
    // Requests below one span mostly come one after the other.
    this.#lastParent = parent;
  }

  /** Any other span. */
  other({ span, parent }: SpanHashes): void {
    if (span !== 0) this.#above.set(span, parent);
  }

  /** True for a span with a request below it; to be asked when all spans are known. */
  isAboveRequests(place: SpanPlace): boolean {
    this.#marked ??= this.#mark();
    const { trace, span } = hashesOf(place);
    if (this.#loose.has(trace)) return true;
    if (span !== 0) return this.#marked.has(span);
    for (const [, each] of this.#aboveRequests) if (each === trace) return true;
    return false;
  }

  #mark(): Set<number> {
    const marked = new Set<number>();
    for (const [start, trace] of this.#aboveRequests) {
      let at = start;
      while (at !== 0 && !marked.has(at)) {
        marked.add(at);
        const above = this.#above.get(at);
        // A span that was not logged may stand below any other of its trace.
        if (above === undefined) this.#loose.set(trace, 1);
        at = above ?? 0;
      }
    }
    return marked;
  }
}
