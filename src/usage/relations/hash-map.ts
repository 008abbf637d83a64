/** Few: most maps stay empty. */
const FEWEST_SLOTS = 1 << 4;

/** Numbers by hash, as hash.ts makes them; a Map would keep an object for each. */
export class HashMap {
  /** In open addressing, a key and its value side by side, as one look-up needs both; 0 where there is no key. */
  #slots = new Float64Array(FEWEST_SLOTS * 2);
  #size = 0;

  has(key: number): boolean {
    return this.#slots[this.#slotOf(key)] === key;
  }

  get(key: number): number | undefined {
    const slot = this.#slotOf(key);
    return this.#slots[slot] === key ? this.#slots[slot + 1] : undefined;
  }

  /** @param key not 0. */
  set(key: number, value: number): void {
    const slots = this.#slots;
    const slot = this.#slotOf(key);
    slots[slot + 1] = value;
    if (slots[slot] === key) return;
    slots[slot] = key;
    this.#size += 1;
    if (this.#size * 4 > slots.length) this.#grow();
  }

  *[Symbol.iterator](): Generator<readonly [key: number, value: number]> {
    const slots = this.#slots;
    for (let slot = 0; slot < slots.length; slot += 2) {
      const key = slots[slot] ?? 0;
      if (key !== 0) yield [key, slots[slot + 1] ?? 0];
    }
  }

  /** Where the key stands, or the empty slot where it belongs. */
  #slotOf(key: number): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    let slot = (key * 2) & last;
    while (slots[slot] !== key && slots[slot] !== 0) slot = (slot + 2) & last;
    return slot;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(before.length * 2);
    for (let at = 0; at < before.length; at += 2) {
      const key = before[at] ?? 0;
      if (key === 0) continue;
      const slot = this.#slotOf(key);
      this.#slots[slot] = key;
      this.#slots[slot + 1] = before[at + 1] ?? 0;
    }
  }
}
