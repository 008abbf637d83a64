import type { ReplyIds } from '../../usage/logs/reply-ids.ts';
import { hashOf } from '../../usage/relations/hash.ts';

/** Numbers for ids where no scanner gives them: for records of a program, and where WebAssembly cannot run. */
export class TextIds implements ReplyIds {
  readonly #numbers = new Map<string, number>();

  idOf(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#numbers.size + 1;
      this.#numbers.set(text, number);
    }
    return number;
  }

  hashOf(text: string): number {
    // Never 0, which stands for none.
    return hashOf(text) + 1;
  }
}
