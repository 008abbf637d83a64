/** Text of help: 80 columns, whatever the terminal has, so that it reads the same in a file. */
const WIDTH = 80;
const GAP = 2;

/** Rows of a name and its explanation; a name that is too long has its explanation on the next line. */
export function columns(rows: readonly (readonly [string, string])[], width = 0): readonly string[] {
  const room = Math.max(width, ...rows.map(([name]) => name.length));
  const indent = ' '.repeat(2 + room + GAP);
  return rows.flatMap(([name, text]) => {
    const lines = wrapped(text, indent);
    const [first = '', ...rest] = lines;
    return [`  ${name.padEnd(room + GAP)}${first.slice(indent.length)}`.trimEnd(), ...rest];
  });
}

/** A text in lines, broken at its spaces. */
export function wrapped(text: string, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const next = line === '' ? word : `${line} ${word}`;
    if (indent.length + next.length <= WIDTH || line === '') line = next;
    else {
      lines.push(indent + line);
      line = word;
    }
  }
  return [...lines, indent + line];
}
