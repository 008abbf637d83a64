import { hashOf } from './hash.ts';

/** Where a span stands in its trace. */
export interface SpanPlace {
  readonly trace: string;
  readonly span: string | undefined;
  /** Undefined for the root of a trace, and where it is not told. */
  readonly parent: string | undefined;
}

/**
 * Which spans stand above a span of a model's request, whatever the order in which they come. Kept as
 * hashes, and of the many spans of requests only the spans right above them.
 */
export class SpanTree {
  /** The trace of each span that has a request right below it. */
  readonly #aboveRequests = new Map<number, number>();
  /** The span above each span that is no request; 0 above a root. */
  readonly #above = new Map<number, number>();
  /** Traces with requests whose way up is not known. */
  readonly #loose = new Set<number>();
  #marked: Set<number> | undefined = undefined;

  /** A span of one request to a model. */
  request({ trace, parent }: SpanPlace): void {
    const traceHash = hashOf(trace);
    if (parent === undefined) this.#loose.add(traceHash);
    else this.#aboveRequests.set(hashOf(`${trace} ${parent}`), traceHash);
  }

  /** Any other span. */
  other({ trace, span, parent }: SpanPlace): void {
    if (span === undefined) return;
    this.#above.set(hashOf(`${trace} ${span}`), parent === undefined ? 0 : hashOf(`${trace} ${parent}`));
  }

  /** True for a span with a request below it; to be asked when all spans are known. */
  isAboveRequests({ trace, span }: Pick<SpanPlace, 'trace' | 'span'>): boolean {
    this.#marked ??= this.#mark();
    const traceHash = hashOf(trace);
    if (this.#loose.has(traceHash)) return true;
    if (span !== undefined) return this.#marked.has(hashOf(`${trace} ${span}`));
    for (const each of this.#aboveRequests.values()) if (each === traceHash) return true;
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
        if (above === undefined) this.#loose.add(trace);
        at = above ?? 0;
      }
    }
    return marked;
  }
}
