import { MapUnavailableError } from '../core/errors.ts';
import type { Failure } from './cache/cache.ts';

/** Why nobody is asked again so soon, and when it was tried. */
export function triedBefore(failure: Failure, now: Date): MapUnavailableError {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(failure.at)) / 60_000));
  const ago = minutes === 0 ? 'less than a minute ago' : `${minutes} min ago`;
  return new MapUnavailableError(`${failure.reason.replace(/\.$/, '')} (tried ${ago}).`);
}
