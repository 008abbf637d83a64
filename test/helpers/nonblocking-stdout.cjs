// Loaded before the command. Node makes a pipe non-blocking when its stream is asked for; what waits
// for room is counted in the file that COUNT_EAGAIN names.
const fs = require('node:fs');

void process.stdout;

const { writeSync } = fs;
let full = 0;
fs.writeSync = (...args) => {
  try {
    return writeSync(...args);
  } catch (error) {
    if (error.code === 'EAGAIN') full += 1;
    throw error;
  }
};
process.on('exit', () => fs.writeFileSync(process.env.COUNT_EAGAIN, String(full)));
