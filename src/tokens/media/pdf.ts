import { inflateSync } from 'node:zlib';

const PAGE = /\/Type\s*\/Page(?![a-zA-Z])/g;
const OBJECT_STREAM = /\/Type\s*\/ObjStm[^]*?stream\r?\n/g;

/**
 * How many pages a PDF has: its page objects, those in compressed streams of objects too. 0 where none is found, as in
 * an encrypted file. Old versions of a page that an editor left in the file are counted with it.
 */
export function pdfPages(bytes: Buffer): number {
  const text = bytes.toString('latin1');
  let pages = pagesIn(text);
  for (const match of text.matchAll(OBJECT_STREAM)) {
    const begin = match.index + match[0].length;
    const end = text.indexOf('endstream', begin);
    pages += pagesIn(inflated(bytes.subarray(begin, end < 0 ? undefined : end)));
  }
  return pages;
}

function pagesIn(text: string): number {
  return text.match(PAGE)?.length ?? 0;
}

function inflated(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString('latin1');
  } catch {
    // A stream that is encrypted, or packed in another way.
    return '';
  }
}
