#!/usr/bin/env node
'use strict';

const { join } = require('node:path');
const dist = join(__dirname, '..', 'dist');
const { bundleFor } = require(join(dist, 'start.cjs'));

require(bundleFor(process.argv[2], dist)).run(dist);
