import { sortTables } from './sort.ts';

sortTables();
