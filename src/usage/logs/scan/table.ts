import { type Field, type Fields, isFields } from './fields.ts';

/** The numbers that the scanner knows its actions by; wasm/table.ts has them too. */
export const ACTIONS = {
  count: 1,
  amount: 2,
  moment: 3,
  label: 4,
  id: 5,
  present: 6,
  nothing: 7,
  object: 8,
  maybe: 9,
  list: 10,
  exactly: 11,
  whole: 12,
  unnamed: 13,
  text: 14,
  given: 15,
  null: 16,
  others: 17,
  hash: 19,
  givenObject: 20,
} as const;

export type Action = keyof typeof ACTIONS;

/** What a slot of a line holds; the place in the list is the number in wasm/line.ts. */
export const HOLDS = ['presence', 'cell', 'label', 'id'] as const;

/** The place of one value of a line, or of one cell of a row of a table. */
export interface Slot {
  /** The keys that lead to it, with dots between them: `message.usage.input_tokens`. Of a cell, what it is called. */
  readonly path: string;
  readonly holds: (typeof HOLDS)[number];
  readonly of: 'line' | 'row';
}

/** One key of one object in which keys are looked for. */
export interface TableKey {
  readonly node: number;
  readonly key: string;
  readonly action: Action;
  /** 0 for an action that fills none; for `exactly` in a list, the bit that stands for it. */
  readonly slot: number;
  /** The node of the objects that are its value; 0 where there are none. */
  readonly child: number;
  /** The strings that `exactly` takes, as JSON, one a line; what in a key of `others` makes an object unusual. */
  readonly text?: string | undefined;
}

/** Fields in the form in which the scanner takes them. Node 0 is the line. */
export interface Table {
  readonly keys: readonly TableKey[];
  readonly slots: readonly Slot[];
}

/** The key that stands for all that are not named. */
export const REST = '*';

/** Behind the path of a text, that of a number which few other texts share. */
export const HASH_OF_TEXT = '#';

/** As many as wasm/table.ts and wasm/line.ts have room for. */
const MOST_KEYS = 1536;
const MOST_NODES = 256;
const MOST_SLOTS = 512;
const MOST_LIST_BITS = 16;

/**
 * @param cells what is read of tables.
 * @throws Error for fields that the scanner cannot look for.
 */
export function compileFields(fields: Fields, cells: readonly Slot[] = []): Table {
  const compiler = new Compiler();
  compiler.node(fields, []);
  return compiler.table(cells);
}

class Compiler {
  readonly #keys: TableKey[] = [];
  readonly #slots: Slot[] = [];
  readonly #shared = new Map<Fields, number>();
  #nodes = 0;
  /** Bits of the `exactly` keys in the list at hand; undefined outside of lists. */
  #listBit: number | undefined = undefined;

  /** Adds an object in which keys are looked for; its number. */
  node(fields: Fields, path: readonly string[]): number {
    const node = this.#nodes;
    this.#nodes += 1;
    for (const [key, field] of Object.entries(fields)) this.#key(node, key, field, [...path, key]);
    return node;
  }

  table(cells: readonly Slot[]): Table {
    const slots = [...this.#slots, ...cells];
    refuseMoreThan(MOST_KEYS, 'keys', this.#keys.length);
    refuseMoreThan(MOST_NODES, 'objects', this.#nodes);
    refuseMoreThan(MOST_SLOTS, 'values', slots.length);
    return { keys: this.#keys, slots };
  }

  #key(node: number, key: string, field: Field, path: readonly string[]): void {
    // A key that JSON escapes, or may escape, is never found as it is spelled here.
    if (key === '' || JSON.stringify(key) !== `"${key}"`) throw new Error(`no key is spelled "${key}"`);
    if (key === REST && field !== 'nothing' && field !== 'present' && field[0] !== 'others') {
      throw new Error(`${path.join('.')} can only be nothing, present, or others`);
    }
    if (field === 'nothing' || (field === 'count' && this.#listBit !== undefined)) {
      this.#keys.push({ node, key, action: field === 'count' ? 'whole' : field, slot: 0, child: 0 });
    } else if (typeof field === 'string') {
      const slot = this.#slot(path, holdsOf(field));
      // The scanner knows that the hash of a text is in the slot behind it.
      if (field === 'text') this.#slot([...path.slice(0, -1), key + HASH_OF_TEXT], 'cell');
      this.#keys.push({ node, key, action: key === REST ? 'unnamed' : field, slot, child: 0 });
    } else if (isFields(field)) {
      this.#object(node, key, 'object', field, path);
    } else if (field[0] === 'maybe' || field[0] === 'given') {
      this.#object(node, key, field[0] === 'maybe' ? 'maybe' : 'givenObject', field[1], path);
    } else if (field[0] === 'others') {
      const slot = this.#slot(path, 'presence');
      this.#keys.push({
        node,
        key,
        action: 'others',
        slot,
        child: this.#sharedNode(field[1]),
        text: field[2],
      });
    } else if (field[0] === 'list') {
      const outer = this.#listBit;
      this.#listBit = 1;
      this.#keys.push({ node, key, action: 'list', slot: 0, child: this.node(field[1], path) });
      this.#listBit = outer;
    } else {
      const slot = this.#listBit ?? 0;
      refuseMoreThan(
        MOST_LIST_BITS,
        'strings that each object of a list must have',
        Math.log2(slot || 1) + 1,
      );
      if (this.#listBit !== undefined) this.#listBit *= 2;
      this.#keys.push({ node, key, action: 'exactly', slot, child: 0, text: spelled(field) });
    }
  }

  #object(
    node: number,
    key: string,
    action: 'object' | 'maybe' | 'givenObject',
    fields: Fields,
    path: readonly string[],
  ): void {
    const slot = this.#slot(path, 'presence');
    this.#keys.push({ node, key, action, slot, child: this.node(fields, path) });
  }

  #sharedNode(fields: Fields): number {
    const known = this.#shared.get(fields);
    if (known !== undefined) return known;
    if (Object.values(fields).some((field) => field !== 'nothing')) {
      throw new Error('a list that objects share can only say what must be nothing');
    }
    const node = this.node(fields, []);
    this.#shared.set(fields, node);
    return node;
  }

  #slot(path: readonly string[], holds: Slot['holds']): number {
    const name = path.join('.');
    if (this.#listBit !== undefined) throw new Error(`${name} is in a list, where no value can be kept`);
    if (this.#slots.some((slot) => slot.path === name)) throw new Error(`two values are called ${name}`);
    this.#slots.push({ path: name, holds, of: 'line' });
    return this.#slots.length - 1;
  }
}

function spelled([, ...texts]: readonly ['exactly', ...string[]]): string {
  return texts.map((text) => JSON.stringify(text)).join('\n');
}

function holdsOf(field: Exclude<Extract<Field, string>, 'nothing'>): Slot['holds'] {
  if (field === 'label' || field === 'id') return field;
  return field === 'present' || field === 'given' || field === 'null' ? 'presence' : 'cell';
}

function refuseMoreThan(most: number, what: string, count: number): void {
  if (count > most) throw new Error(`the scanner looks for at most ${most} ${what}, not ${count}`);
}
