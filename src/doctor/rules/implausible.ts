import type { Unit } from '../../models/fields.ts';
import type { Figure } from '../figures.ts';
import type { Found } from '../finding.ts';
import type { EntryRule, EntrySubject } from '../rule.ts';
import { priced } from '../words.ts';

/**
 * A figure that nobody has ever charged: what is left when a price per 1M tokens is filed per token.
 *
 * The case: wandb/openai/gpt-oss-120b at 0.015 per token, $15,000 per 1M tokens (it is $0.15), and
 * embed-multilingual-light-v3.0 at 0.0001, $100 per 1M tokens (it is $0.10).
 */
export const implausible: EntryRule = {
  id: 'implausible',
  severity: 'error',
  title: 'a price that nobody has ever charged',
  sees: 'entry',
  check: (subject) => subject.figures.all.flatMap((figure) => check(subject, figure)),
};

/** USD per unit. */
interface Limits {
  readonly floor: number;
  readonly ceiling: number;
}

/**
 * Around everything that is published: o1-pro takes $150 in and $600 out per 1M tokens, and the
 * cheapest cached or embedded token costs $0.0025 per 1M. An image looked at costs $0.00006.
 */
const LIMITS: Readonly<Partial<Record<Unit, Limits>>> = {
  image: { floor: 2e-5, ceiling: 5 },
  pixel: { floor: 5e-10, ceiling: 2e-6 },
  second: { floor: 2e-6, ceiling: 5 },
  character: { floor: 1e-8, ceiling: 1e-3 },
  page: { floor: 5e-5, ceiling: 1 },
  query: { floor: 1e-5, ceiling: 1 },
};
const TOKEN_IN: Limits = { floor: 1e-9, ceiling: 200e-6 };
const TOKEN_OUT: Limits = { floor: 5e-9, ceiling: 1000e-6 };
/** Nothing is made: the dearest embedding costs $0.80 per 1M tokens. */
const TOKEN_READ: Limits = { floor: 1e-9, ceiling: 10e-6 };

const READING_MODES: ReadonlySet<string | null> = new Set(['embedding', 'rerank', 'moderation']);

function limitsOf({ entry }: EntrySubject, { unit, direction }: Figure): Limits | undefined {
  if (unit !== 'token') return LIMITS[unit];
  if (READING_MODES.has(entry.mode)) return TOKEN_READ;
  return direction === 'output' ? TOKEN_OUT : TOKEN_IN;
}

function check(subject: EntrySubject, figure: Figure): readonly Found[] {
  const limits = limitsOf(subject, figure);
  const { field, value, unit, item } = figure;
  if (limits === undefined || value === 0 || (value >= limits.floor && value <= limits.ceiling)) return [];
  const beyond =
    value > limits.ceiling
      ? `more than anybody charges (at most ${priced(limits.ceiling, unit)})`
      : `less than anybody charges (at least ${priced(limits.floor, unit)})`;
  return [{ field, figure: value, reason: `${item} is ${priced(value, unit)}, ${beyond}.` }];
}
