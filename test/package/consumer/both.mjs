import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import * as imported from 'llmcost';

const required = createRequire(import.meta.url)('llmcost');
for (const [name, value] of Object.entries(imported)) {
  if (name !== 'default') assert.equal(required[name], value, name);
}
await assert.rejects(required.loadCatalog({ file: 'absent.json' }), imported.MapUnavailableError);
