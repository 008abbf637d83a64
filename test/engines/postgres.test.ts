import { describe } from 'vitest';
import { agreesWithTally } from './agrees.ts';
import { loadsItsFiles } from './loaded.ts';
import { openPostgres, POSTGRES } from './postgres.ts';

describe.skipIf(POSTGRES === undefined)('PostgreSQL (where LLMCOST_TEST_POSTGRES names a server)', () => {
  agreesWithTally('PostgreSQL', () => openPostgres(POSTGRES ?? ''), 500);
  loadsItsFiles('PostgreSQL', () => openPostgres(POSTGRES ?? ''));
});
