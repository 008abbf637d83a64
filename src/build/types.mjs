// Makes one declaration file of the library: what its users' compilers and editors read.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The compiler writes a declaration file for each source file. Users get one that holds what the
 * library exports and what that refers to, and nothing of the rooms behind it.
 */
export function libraryTypes(root, entry) {
  const out = mkdtempSync(join(tmpdir(), 'llmcost-types-'));
  try {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const project = join(root, 'src/build/tsconfig.types.json');
    execFileSync(process.execPath, [compiler, '-p', project, '--outDir', out], { stdio: 'inherit' });
    return flatten(new Modules(out), entry.replace(/\.ts$/, '.d.ts'));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function flatten(modules, entry) {
  const exported = modules.at(entry).exports;
  const chosen = new Map();
  const take = (found) => {
    const other = chosen.get(found.name);
    if (other === found) return;
    if (other !== undefined)
      throw new Error(`${found.name} is declared in ${other.file} and in ${found.file}.`);
    chosen.set(found.name, found);
    for (const name of found.names) {
      const next = modules.find(found.file, name);
      if (next !== undefined) take(next);
    }
  };
  for (const [name, from] of exported) {
    const found = modules.find(from, name);
    if (found === undefined) throw new Error(`${name} is exported, but declared nowhere.`);
    take(found);
  }
  const texts = [...chosen.values()].map(({ name, comment, text }) => {
    return `${comment}${exported.has(name) ? 'export ' : ''}${text}\n`;
  });
  // Without this line a declaration file exports all that it declares.
  return `${modules.at(entry).head}\n${texts.join('\n')}\nexport {};\n`;
}

/** The declaration files, taken apart as they are asked for. */
class Modules {
  #dir;
  #known = new Map();

  constructor(dir) {
    this.#dir = dir;
  }

  at(file) {
    const known = this.#known.get(file) ?? takeApart(file, readFileSync(join(this.#dir, file), 'utf8'));
    this.#known.set(file, known);
    return known;
  }

  /** What a name means in a file; undefined for what the language or a parameter declares. */
  find(file, name) {
    const { declared, imports, exports } = this.at(file);
    if (declared.has(name)) return declared.get(name);
    const from = imports.get(name) ?? exports.get(name);
    return from === undefined ? undefined : this.find(from, name);
  }
}

const STATEMENT = /^(?:export )?((?:declare )?(?:abstract )?(?:interface|type|const|class|function) (\w+))/;

function takeApart(file, text) {
  const parts = { head: '', declared: new Map(), imports: new Map(), exports: new Map() };
  const lines = text.split('\n');
  let comment = '';
  for (let at = 0; at < lines.length; at++) {
    if (/^(\/\*\*| \*)/.test(lines[at])) {
      comment += `${lines[at]}\n`;
      continue;
    }
    if (lines[at] === '' || lines[at] === 'export {};') continue;
    let statement = lines[at];
    while (!isWhole(statement)) statement += `\n${lines[++at]}`;
    const [, , name] = STATEMENT.exec(statement) ?? [];
    if (name === undefined) readNames(file, statement, parts);
    else parts.declared.set(name, declaration(file, name, comment, statement, parts.declared.get(name)));
    if (parts.declared.size === 0 && parts.head === '' && statement.startsWith('export {'))
      parts.head = comment;
    comment = '';
  }
  return parts;
}

function declaration(file, name, comment, statement, overload) {
  const text = statement.replace(/^export /, '');
  const names = bare(text).match(/\b[A-Z]\w*|(?<=typeof )\w+/g) ?? [];
  if (overload !== undefined) throw new Error(`${file} declares ${name} twice.`);
  return { file, name, comment, text, names: new Set(names.filter((other) => other !== name)) };
}

/** `import type { A, B } from './x.ts'` and `export { A } from './x.ts'`. */
function readNames(file, statement, { imports, exports }) {
  const [, kind, list, from] =
    /^(import|export)(?: type)? \{([^}]*)\} from '(\.[^']+)\.ts';$/.exec(statement) ?? [];
  if (kind === undefined) {
    // What stands here is of no use to who reads types alone.
    if (/^import\b/.test(statement)) return;
    throw new Error(`${file} holds what is not understood: ${statement}`);
  }
  for (const item of list.split(',').map((each) => each.trim().replace(/^type /, ''))) {
    if (item === '') continue;
    if (/ as /.test(item)) throw new Error(`${file} renames: ${item}`);
    (kind === 'import' ? imports : exports).set(item, `${join(dirname(file), from)}.d.ts`);
  }
}

/** True where all brackets are closed and the statement has ended. */
function isWhole(statement) {
  const code = bare(statement);
  const open = (code.match(/[{([]/g) ?? []).length;
  const closed = (code.match(/[})\]]/g) ?? []).length;
  return open === closed && /[;}]$/.test(code);
}

/** The code without its comments and without what stands in quotes. */
function bare(code) {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");
}
