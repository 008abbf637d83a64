import { nearest } from '../nearest.ts';

/** A place in a file of settings: `["discounts", 0, "percent"]`. */
export type Path = readonly (string | number)[];

/** Something in a file of settings that cannot be used. */
export interface Issue {
  readonly path: Path;
  /** What is wrong, to be read behind the path: `must be a text, not 5`. */
  readonly problem: string;
}

/** `discounts[0].percent`, `overrides["gpt-4.1"].usdPer1M.input`. */
export function pathText(path: Path): string {
  const parts = path.map((part) => {
    if (typeof part === 'number') return `[${part}]`;
    return /^[A-Za-z_$][\w$-]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  });
  return parts.join('').replace(/^\./, '');
}

/** One issue as a sentence without its full stop. */
export function issueText({ path, problem }: Issue): string {
  return path.length === 0 ? `the file ${problem}` : `${pathText(path)} ${problem}`;
}

/** `is not known; did you mean "aliases"?` */
export function unknownName(name: string, known: readonly string[], what = 'is not known'): string {
  const [near] = nearest(name, known, (candidate) => candidate, 1);
  return near === undefined ? what : `${what}; did you mean "${near}"?`;
}
