const FEWEST_SLOTS = 1 << 10;

/** Numbers by hash, as hash.ts makes them; a Map would keep an object for each. */
export class HashMap {
  /** In open addressing; 0 where a slot is empty. */
  #keys = new Float64Array(FEWEST_SLOTS);
  #values = new Float64Array(FEWEST_SLOTS);
  #size = 0;

  has(key: number): boolean {
    return this.#keys[this.#slotOf(key)] === key;
  }

  get(key: number): number | undefined {
    const slot = this.#slotOf(key);
    return this.#keys[slot] === key ? this.#values[slot] : undefined;
  }

  /** @param key not 0. */
  set(key: number, value: number): void {
    const slot = this.#slotOf(key);
    this.#values[slot] = value;
    if (this.#keys[slot] === key) return;
    this.#keys[slot] = key;
    this.#size += 1;
    if (this.#size * 2 > this.#keys.length) this.#grow();
  }

  *[Symbol.iterator](): Generator<readonly [key: number, value: number]> {
    for (const [slot, key] of this.#keys.entries()) if (key !== 0) yield [key, this.#values[slot] ?? 0];
  }

  /** Where the key stands, or the empty slot where it belongs. */
  #slotOf(key: number): number {
    const keys = this.#keys;
    const last = keys.length - 1;
    let slot = key & last;
    while (keys[slot] !== key && keys[slot] !== 0) slot = (slot + 1) & last;
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = new Float64Array(keys.length * 2);
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i] ?? 0;
      if (key === 0) continue;
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#values[slot] = values[i] ?? 0;
    }
  }
}
