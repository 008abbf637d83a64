/** What the build needs of the sources to write the price book. */
export { bookEntries } from '../map/book/price-book.ts';
export { renderBook } from '../map/book/stored-book.ts';
