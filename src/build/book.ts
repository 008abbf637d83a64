/** What the build needs of the sources to write the price book. */
export { bookEntries } from '../map/price-book.ts';
export { renderBook } from '../map/stored-book.ts';
