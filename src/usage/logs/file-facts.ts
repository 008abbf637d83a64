import type { FileFacts } from '../shape.ts';
import type { LogInput } from './inputs.ts';

/** What the place of a log tells of its lines. */
export function factsOf({ name, agent }: LogInput): FileFacts {
  return { name, agent };
}
