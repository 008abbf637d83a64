/** The only door of csv-parse, which most runs do without. */
export { parse, type Parser } from 'csv-parse';
