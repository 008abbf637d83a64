import type { Benchmark } from '../../models/scores.ts';
import type { Column } from './column.ts';
import { printable } from './text.ts';

/** The head of a column of coding scores: which benchmark they are of, and of which month. */
export function codingHead({ name, month }: Benchmark): Pick<Column, 'head' | 'short' | 'unit'> {
  const words = [name, month].flatMap((part) => (part === null ? [] : printable(part))).join(' ');
  return words === '' ? { head: 'Coding' } : { head: words, short: 'Coding', unit: words };
}

export function codingWords(percent: number | null): string {
  return percent === null ? 'N/A' : `${percent}%`;
}
