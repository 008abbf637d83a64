import { describe } from 'vitest';
import { CHDB, openClickHouse } from './clickhouse.ts';
import { loadsItsFiles } from './loaded.ts';

// A process has one session of chdb at a time.
describe.skipIf(CHDB === undefined)(
  'ClickHouse (where LLMCOST_TEST_CHDB has its engine: npm run test:engines)',
  () => {
    loadsItsFiles('ClickHouse', () => openClickHouse(CHDB ?? ''));
  },
);
