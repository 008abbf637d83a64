/** What stands behind the last slash of a key; all of it where there is none. */
export function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
