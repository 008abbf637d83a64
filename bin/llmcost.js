#!/usr/bin/env node
'use strict';

const { join } = require('node:path');
const { loadCompiled } = require('./load-compiled.js');

const dist = join(__dirname, '..', 'dist');
// Somebody who presses Tab waits for every millisecond: what answers is a file of its own.
if (process.argv[2] === '__complete') require(join(dist, 'complete.cjs')).run(dist);
else loadCompiled(join(dist, 'llmcost.cjs'), process.argv[2] ?? '').run(dist);
