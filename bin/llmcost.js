#!/usr/bin/env node
'use strict';

const { join } = require('node:path');
const { loadCompiled } = require('./load-compiled.js');

const dist = join(__dirname, '..', 'dist');
loadCompiled(join(dist, 'llmcost.cjs')).run(dist);
