/** One time limit for all steps of a fetch. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #endsAt: number;
  readonly #timer: NodeJS.Timeout;

  constructor(timeoutMs: number) {
    this.#endsAt = performance.now() + timeoutMs;
    this.#timer = setTimeout(() => this.#controller.abort(), timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.#controller.signal.aborted;
  }

  remainingMs(): number {
    return this.#endsAt - performance.now();
  }

  pause(ms: number): Promise<void> {
    return new Promise((done) => setTimeout(done, ms));
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
