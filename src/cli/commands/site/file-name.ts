import { createHash } from 'node:crypto';

/** A name that every file system takes as it is: no upper case, nothing that a path or an address gives a meaning. */
const SAFE = /^[a-z0-9][a-z0-9._-]{0,79}$/;

/** Windows takes these for devices, whatever follows the first dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

const HASH_DIGITS = 12;

/**
 * The file of a model's page, by its key alone, so that it stays the same in another map. A key that is no safe name
 * gets a hash behind a `~`, which a safe name never holds: `azure/gpt-4o` → `azure-gpt-4o~…`.
 */
export function fileNameOf(key: string): string {
  if (SAFE.test(key) && !DEVICE.test(key)) return `${key}.html`;
  const words = key
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 80);
  const safe = DEVICE.test(words) ? words.replaceAll('.', '-') : words;
  const hash = createHash('sha256').update(key).digest('hex').slice(0, HASH_DIGITS);
  return `${safe}~${hash}.html`;
}
