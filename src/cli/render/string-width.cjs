// What cli-table3 and cli-progress measure texts with: in the bundle this stands for the string-width package.
module.exports = require('./width.ts').width;
