'use strict';
// Reports the peak of the process's resident memory when it ends.
const { writeSync } = require('node:fs');

process.on('exit', () => writeSync(2, `\npeak-kilobytes ${process.resourceUsage().maxRSS}\n`));
