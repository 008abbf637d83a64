import type { Entry } from '../../models/entry.ts';
import { compareText } from '../../core/collections.ts';
import { crossChecker, type CrossCheck } from './compare.ts';
import { THEIR_PROVIDERS } from './names.ts';
import type { SecondSource } from './source.ts';

/** Many models held against the second list. */
export interface CrossCheckReport {
  /** The package that the list comes with. */
  readonly source: string;
  readonly agreeing: readonly string[];
  readonly differing: readonly CheckedModel[];
  /** Models that agree as far as they are known, with rates that only one of the two has. */
  readonly incomplete: readonly CheckedModel[];
  /** Models of ours that the list does not know under exactly their name. */
  readonly onlyHere: readonly string[];
  /** Models of theirs, of providers that we have, that no model of ours names: `openai:gpt-6`. */
  readonly onlyThere: readonly string[];
}

export interface CheckedModel extends CrossCheck {
  readonly model: string;
}

/** @param isWhole the entries are the whole map, so that what is missing can be told. */
export function reportOf(
  entries: readonly Entry[],
  source: SecondSource,
  isWhole: boolean,
): CrossCheckReport {
  const check = crossChecker(source);
  const all = entries.map((entry): CheckedModel => ({ model: entry.key, ...check(entry) }));
  const known = new Set(all.flatMap(({ theirs }) => theirs ?? []));
  return {
    source: source.name,
    agreeing: all.filter(({ status }) => status === 'agrees').map(({ model }) => model),
    differing: all.filter(({ status }) => status === 'differs'),
    incomplete: all.filter(
      ({ status, onlyHere, onlyThere }) => status === 'agrees' && onlyHere.length + onlyThere.length > 0,
    ),
    onlyHere: all.filter(({ theirs }) => theirs === null).map(({ model }) => model),
    onlyThere: isWhole ? unknownHere(source, known) : [],
  };
}

function unknownHere({ models }: SecondSource, known: ReadonlySet<string>): readonly string[] {
  return models
    .filter(({ provider }) => THEIR_PROVIDERS.has(provider))
    .map(({ provider, id }) => `${provider}:${id}`)
    .filter((name) => !known.has(name))
    .toSorted(compareText);
}
