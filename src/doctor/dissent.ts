import type { Entry } from '../models/entry.ts';
import type { Figure, Figures, Place } from './figures.ts';
import type { Neighbour } from './finding.ts';
import { samePrice, type Survey } from './survey/survey.ts';
import type { Copy } from './survey/copies.ts';
import { factor } from './words.ts';

interface Subject {
  readonly entry: Entry;
  readonly figures: Figures;
  readonly survey: Survey;
}

/** A price that no other entry of the model has, nor one near it. */
export interface Dissent {
  readonly figure: Figure;
  /** The nearest first. */
  readonly others: readonly Opinion[];
  /** Of `others`, those at the same seller under other names. */
  readonly twins: readonly Opinion[];
  /** Of `others`, those at the maker's own. */
  readonly makers: readonly Opinion[];
  readonly sellers: number;
}

export interface Opinion {
  readonly copy: Copy;
  readonly neighbour: Neighbour;
  readonly apart: number;
}

/** The prices of an entry on which it stands alone, in the order of its figures. */
export function dissentsOf(subject: Subject): readonly Dissent[] {
  const copies = subject.survey.copies.of(subject.entry);
  if (copies.length === 0) return [];
  return subject.figures.all.flatMap((figure) => {
    if (figure.value <= 0 || figure.unit === 'factor' || figure.at.path !== '') return [];
    const dissent = dissentOn(figure, copies);
    return dissent === undefined || isExplained(subject, dissent) || isTheirs(subject, dissent)
      ? []
      : [dissent];
  });
}

/** One against one: the slip is in the price that fits the others of its entry worse. */
function isTheirs({ entry, figures, survey }: Subject, { figure, others }: Dissent): boolean {
  const [other] = others;
  if (other === undefined || others.length > 1) return false;
  const { name, figures: theirs } = other.copy;
  const own = survey.conventions.standing({ name: survey.nameOf(entry), figures }, figure.field);
  return survey.conventions.standing({ name, figures: theirs }, other.neighbour.field) * CLEARLY < own;
}

const CLEARLY = 2.2;

function dissentOn(figure: Figure, copies: readonly Copy[]): Dissent | undefined {
  const others = copies
    .flatMap((copy) =>
      samePrice(copy, figure).map((neighbour) => ({
        copy,
        neighbour,
        apart: factor(neighbour.figure, figure.value),
      })),
    )
    .toSorted((a, b) => a.apart - b.apart);
  const [nearest] = others;
  if (nearest === undefined || nearest.apart < REGIONS_APART) return undefined;
  return {
    figure,
    others,
    twins: others.filter(({ copy }) => copy.kinship === 'twin'),
    makers: others.filter(({ copy }) => copy.kinship === 'maker'),
    sellers: new Set(others.map(({ copy }) => copy.name.seller)).size,
  };
}

/** Regions of one seller differ by less than this: Azure's priority tier in the EU costs 1.375 times. */
export const REGIONS_APART = 1.45;

/**
 * A price that is off by as much as the one that it hangs on says nothing new: where input is twice
 * the maker's, cached input is too.
 */
function isExplained({ figures }: Subject, { figure, others }: Dissent): boolean {
  return basesOf(figure.at).some((place) => {
    const base = figures.beside(figure, place);
    if (base === undefined || base.value <= 0) return false;
    return others.some(({ copy, neighbour }) => {
      const theirs = copy.figures.beside(figure, place);
      if (theirs === undefined || theirs.value <= 0) return false;
      return factor(figure.value / neighbour.figure, base.value / theirs.value) < 1.05;
    });
  });
}

/** Where the prices stand that a price is measured by. */
function basesOf({ metric, tier, batch, aboveTokens, ttl }: Place): readonly Partial<Place>[] {
  return [
    ...(batch ? [{ batch: false }] : []),
    ...(tier === null ? [] : [{ tier: null }]),
    ...(aboveTokens === null ? [] : [{ aboveTokens: null }]),
    ...(ttl === null ? [] : [{ ttl: null }]),
    ...(MEASURED_BY_INPUT.has(metric) ? [{ metric: 'input_cost_per_token' }] : []),
    ...(MEASURED_BY_OUTPUT.has(metric) ? [{ metric: 'output_cost_per_token' }] : []),
  ];
}

const MEASURED_BY_INPUT: ReadonlySet<string> = new Set([
  'cache_read_input_token_cost',
  'cache_creation_input_token_cost',
  'input_cost_per_image_token',
  'input_cost_per_audio_token',
  'input_cost_per_video_token',
]);
const MEASURED_BY_OUTPUT: ReadonlySet<string> = new Set([
  'output_cost_per_reasoning_token',
  'output_cost_per_image_token',
  'output_cost_per_audio_token',
]);
