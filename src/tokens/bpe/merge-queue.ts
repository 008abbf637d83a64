/** Places are below this; a merge and its place fit into one exact number. */
const PLACES = 2 ** 32;

/** A binary heap of merges: the earliest first, and of equal ones the leftmost. */
export class MergeQueue {
  /** What `pop` took last. */
  merge = 0;
  at = 0;
  #heap: Float64Array;
  #size = 0;

  constructor(room: number) {
    this.#heap = new Float64Array(Math.max(room, 16));
  }

  push(merge: number, at: number): void {
    if (this.#size === this.#heap.length) {
      const larger = new Float64Array(this.#heap.length * 2);
      larger.set(this.#heap);
      this.#heap = larger;
    }
    const heap = this.#heap;
    const value = merge * PLACES + at;
    let child = this.#size++;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = heap[parent] ?? 0;
      if (above <= value) break;
      heap[child] = above;
      child = parent;
    }
    heap[child] = value;
  }

  /** Takes the first merge into `merge` and `at`; false when there is none. */
  pop(): boolean {
    if (this.#size === 0) return false;
    const heap = this.#heap;
    const first = heap[0] ?? 0;
    this.merge = Math.floor(first / PLACES);
    this.at = first % PLACES;
    const last = heap[--this.#size] ?? 0;
    let parent = 0;
    for (let child = 1; child < this.#size; child = parent * 2 + 1) {
      if (child + 1 < this.#size && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++;
      const below = heap[child] ?? 0;
      if (below >= last) break;
      heap[parent] = below;
      parent = child;
    }
    heap[parent] = last;
    return true;
  }
}
