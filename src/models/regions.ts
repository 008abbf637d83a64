/**
 * The region in which a key says that it runs; null for a key that names none.
 *
 *     us.anthropic.claude-…     us          bedrock/us-gov-west-1/…   us-gov-west-1
 *     azure/eu/gpt-4o-…         eu          azure/global-standard/…   global-standard
 */
export function regionOf(key: string): string | null {
  if (!/[/.]/.test(key)) return null;
  const path = key.split('/');
  const label = /^([a-z-]+)\.(?=[a-z])/.exec(path.at(-1) ?? '')?.[1];
  if (label !== undefined && AREAS.has(label)) return label;
  return path.slice(1, -1).find((part) => AREAS.has(part) || PLACE.test(part)) ?? null;
}

const AREAS: ReadonlySet<string> = new Set([
  'us',
  'eu',
  'apac',
  'au',
  'jp',
  'ca',
  'us-gov',
  'global',
  'global-standard',
]);
const PLACE = /^[a-z]{2}(-gov)?-[a-z]+-?\d+$/;

/** True where a region is the wanted one or lies in it: `eu` holds `eu-west-1`. */
export function isInRegion(region: string, wanted: string): boolean {
  return region === wanted || region.startsWith(`${wanted}-`);
}
