#!/usr/bin/env node
'use strict';

const { join } = require('node:path');

const dist = join(__dirname, '..', 'dist');
require(join(dist, 'llmcost.cjs')).run(dist);
