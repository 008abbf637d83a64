/** A column of whole numbers that grows as rows are added. */
export class Column {
  #values = new Float64Array(16);

  get(row: number): number {
    return this.#values[row] ?? 0;
  }

  set(row: number, value: number): void {
    if (row >= this.#values.length) {
      const larger = new Float64Array(Math.max(row + 1, this.#values.length * 2));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[row] = value;
  }

  add(row: number, value: number): void {
    this.set(row, this.get(row) + value);
  }
}
