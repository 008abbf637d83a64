import { MapUnavailableError } from '../core/errors.ts';

/** The entries that a lock keeps do not answer the question: it is asked again of the whole map. */
export class WholeMapNeededError extends MapUnavailableError {
  constructor() {
    super('The lock keeps only some entries of its map, and this needs the whole.');
  }
}
