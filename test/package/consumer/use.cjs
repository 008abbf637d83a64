'use strict';

const assert = require('node:assert/strict');
const { estimate, loadCatalog, UsageError } = require('llmcost');

void (async () => {
  const catalog = await loadCatalog({ priceBook: true });
  const images = { images: 1, imageSize: '1024x1024', imageQuality: 'high' };
  assert.equal(estimate({ catalog, model: 'gpt-image-2', usage: images }).totalUsd, 0.21072);
  assert.throws(() => estimate({ catalog, model: 'gpt-4o', usage: { tokens: 5 } }), UsageError);
})();
