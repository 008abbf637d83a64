import { addSearch } from './search.ts';
import { sortTables } from './sort.ts';

sortTables();
addSearch();
