import { drawCharts } from './draw-charts.ts';
import { sortTables } from './sort.ts';

// The charts read their tables in the order in which these were written.
drawCharts();
sortTables();
