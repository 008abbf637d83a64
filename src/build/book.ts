/** What the build and `npm run book` need of the sources. */
export { arrangeBook } from '../map/book/arrange.ts';
export { bookEntries } from '../map/book/price-book.ts';
export { renderBook } from '../map/book/render.ts';
export { fileNameOf, fileText } from '../map/book/file-text.ts';
export { withReviews } from '../map/book/reviewed.ts';
export { parseMap } from '../map/parse.ts';
