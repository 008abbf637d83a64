import { execFileSync } from 'node:child_process';

/** What `npm pack` makes, and what an installation takes; nothing else is installed with it. */
export function sizes(root) {
  const out = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [pack] = JSON.parse(out);
  const kb = (bytes) => `${Math.round(bytes / 1024)} KB`;
  return [
    '## Size',
    '',
    `The package is ${kb(pack.size)} packed and ${kb(pack.unpackedSize)} installed, in ${pack.entryCount} files; it depends on no other package.`,
  ];
}
