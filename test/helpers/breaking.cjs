// Loaded before the command, to see what it says when something breaks that nobody foresaw.
Object.fromEntries = () => {
  throw new TypeError('a part is missing');
};
