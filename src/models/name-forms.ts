/** The spellings under which a key of the map may be named. */
import { isProvider } from './providers.ts';

/** The key and whose it is. */
export interface KeyOf {
  readonly key: string;
  readonly provider: string | null;
}

/** The same letters, in any case. */
export function sameName(a: string, b: string): boolean {
  return a.length === b.length && a.toLowerCase() === b.toLowerCase();
}

type Same = typeof sameName;

/**
 * `openai/gpt-4o` and `openai:gpt-4o` for the key `gpt-4o` of openai; `azure:gpt-4o` for the key
 * `azure/gpt-4o`.
 */
export function matchesPrefixed({ key, provider }: KeyOf, name: string, same: Same = sameName): boolean {
  const [prefix, rest] = splitProvider(name);
  if (prefix === undefined || rest === undefined) return false;
  // Comparing names is quick, and nearly always enough; comparing providers is not.
  return (same(key, rest) || matchesBare({ key, provider }, rest, same)) && isProvider(provider, prefix);
}

/** The other way round: `sonar` for the key `perplexity/sonar` of perplexity. */
export function matchesBare({ key, provider }: KeyOf, name: string, same: Same = sameName): boolean {
  if (key.length <= name.length) return false;
  const [prefix, rest] = splitProvider(key);
  return prefix !== undefined && rest !== undefined && same(rest, name) && isProvider(provider, prefix);
}

/** `azure/eu/gpt-4o` → [`azure`, `eu/gpt-4o`]; the first separator decides, with something on both sides. */
export function splitProvider(name: string): readonly [string | undefined, string | undefined] {
  const at = name.search(/[/:]/);
  return at <= 0 || at === name.length - 1 ? [undefined, undefined] : [name.slice(0, at), name.slice(at + 1)];
}

/** The same name, if dots and dashes in version numbers are one: `claude-sonnet-4.5`, `claude-sonnet-4-5`. */
export function sameVersion(a: string, b: string): boolean {
  return a.length === b.length && withDots(a) === withDots(b);
}

/**
 * A name in lower case with dots in its version: `claude-sonnet-4-5-20250929` → `…-4.5-20250929`. A version
 * is two or more numbers of at most two digits; dates and sizes (`3-8b`) are none.
 */
export function withDots(name: string): string {
  return name.toLowerCase().replace(/\d+(?:[.-]\d+)+/g, (run, at: number, whole: string) => {
    const parts = run.split(/([.-])/);
    const isLast = (index: number) => index === parts.length - 1;
    const isNumber = (index: number) =>
      /^\d{1,2}$/.test(parts[index] ?? '') && !(isLast(index) && /[a-z]/.test(whole[at + run.length] ?? ''));
    let end = 0;
    while (isNumber(end)) end += 2;
    return parts.map((part, index) => (index % 2 === 1 && index < end - 1 ? '.' : part)).join('');
  });
}

/** What says of a name which release it is: `-latest`, `-preview-05-20`, `-20250929-v1:0`. */
const RELEASE = /(-latest|-preview(-\d\d-\d{2,4})?)?([-@]20\d\d-?\d\d-?\d\d(-v\d+:\d+)?)?$/;

/** `claude-3-7-sonnet-20250219` → `claude-3-7-sonnet`. */
export function withoutRelease(name: string): string {
  return name.replace(RELEASE, '');
}
