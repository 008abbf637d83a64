import { describe } from 'vitest';
import { agreesWithTally } from './agrees.ts';
import { CHDB, openClickHouse } from './clickhouse.ts';

describe.skipIf(CHDB === undefined)(
  'ClickHouse (where LLMCOST_TEST_CHDB has its engine: npm run test:engines)',
  () => {
    agreesWithTally('ClickHouse', () => openClickHouse(CHDB ?? ''), 1000);
  },
);
