/**
 * Names of models in any text: source code, YAML, `.env`, a list. What a word may be depends on where
 * it stands, because a false alarm in somebody's CI costs more than a miss:
 *
 *     model     the value of a field that is called model:  model="o3", "models": ["o3"], --model o3
 *     value     a whole quoted text, or the whole value of a field:  "gpt-4-0613", LLM=gpt-4-0613
 *     word      anything else between spaces or brackets
 *
 * A word that is part of a longer one is none: `my-gpt-4`, `gpt-4*`, `docs/gpt-4.md`, `gpt-4-${day}`.
 */
export type Standing = 'named' | 'model' | 'value' | 'word';

/** A word that may be the name of a model, and where it stands. */
export interface Word {
  readonly name: string;
  readonly standing: Standing;
  /** Counted from 1. */
  readonly line: number;
}

const NAME = /[A-Za-z0-9](?:[A-Za-z0-9._:@/+-]*[A-Za-z0-9])?/g;
/** What may stand directly before and after a name. */
const BEFORE = /(?:^|[\s"'`=([{,:;<>|])$/;
const AFTER = /^(?:$|[\s"'`)\]},;<>|!?]|[.:](?:$|[\s"'`)\]}]))/;
const FIELD = /(?:^|[\s,:{(["'`.])["'`]?([\w.-]+)["'`]?\s*(?:=>|:=|[:=])\s*["'`]?$/;
const MODEL_FIELD = /models?(?:[_-]?(?:names?|ids?))?$/i;
const MODEL_FLAG = /(?:^|\s)--?[\w-]*model[\s=]+["'`]?$/i;
const MODEL_LIST = /models?(?:[_-]?(?:names?|ids?))?["'`]?\s*(?:=>|:=|[:=])\s*[[({]([^\])}]*)/gi;

/** How many characters around a word are looked at. */
const REACH = 200;

/** Every word of a text that has the form of a name with a letter and a digit, or stands as a model. */
export function wordsOf(text: string): readonly Word[] {
  const lists = [...text.matchAll(MODEL_LIST)].map(({ index, 0: whole, 1: inner = '' }) => {
    return { from: index + whole.length - inner.length, to: index + whole.length };
  });
  const words: Word[] = [];
  let offset = 0;
  for (const [index, line] of text.split('\n').entries()) {
    for (const match of line.matchAll(NAME)) {
      const place = offset + match.index;
      const isListed = lists.some(({ from, to }) => place >= from && place < to);
      const standing = standingOf(line, match[0], match.index, isListed);
      if (standing !== undefined) words.push({ name: match[0], standing, line: index + 1 });
    }
    offset += line.length + 1;
  }
  return words;
}

function standingOf(line: string, name: string, at: number, isListed: boolean): Standing | undefined {
  // A minified file is one long line: what is far from a word says nothing of it.
  const before = line.slice(Math.max(0, at - REACH), at);
  const after = line.slice(at + name.length, at + name.length + REACH);
  if (!/[A-Za-z]/.test(name) || !BEFORE.test(before) || !AFTER.test(after)) return undefined;
  const quote = /["'`]$/.exec(before)?.[0];
  const isQuoted = quote !== undefined && after.startsWith(quote);
  const field = FIELD.exec(before)?.[1];
  const isWhole = isQuoted || (quote === undefined && at < REACH && isWholeValue(before, after, field));
  if (isWhole && ((field !== undefined && MODEL_FIELD.test(field)) || (isListed && isQuoted))) return 'model';
  if (MODEL_FLAG.test(before)) return 'model';
  return isWhole ? 'value' : 'word';
}

/** `KEY=name`, `key: name # a comment`, `- name`, `key = name,` */
function isWholeValue(before: string, after: string, field: string | undefined): boolean {
  const ends = /^\s*(?:[,;]\s*)?(?:(?:#|\/\/).*)?$/.test(after);
  return (
    ends &&
    (/^\s*-\s+$/.test(before) ||
      (field !== undefined && /^\s*(?:-\s+|export\s+)?\S+\s*[:=]\s*$/.test(before)))
  );
}

/** The lines of a text that is a list of names and nothing else; undefined for any other text. */
export function listedNames(text: string): readonly Word[] | undefined {
  const words: Word[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const name = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (name === '') continue;
    if (/\s/.test(name) || name.match(NAME)?.[0] !== name) return undefined;
    words.push({ name, standing: 'named', line: index + 1 });
  }
  return words.length === 0 ? undefined : words;
}
