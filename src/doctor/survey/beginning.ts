/** `azure` for `azure/eu/gpt-4o`, `.` for Bedrock's names, which have a maker and a dot in front, `claude` for a bare one. */
export function beginningOf(key: string): string {
  const [first = key, ...rest] = key.toLowerCase().split('/');
  if (rest.length > 0 && !/^\d|^(low|medium|high|hd|standard|auto)$/.test(first)) return `${first}/`;
  const last = rest.at(-1) ?? first;
  const label = /^(?:(?:us|eu|apac|au|jp|ca|global|us-gov)\.)?([a-z0-9]+)\.(?=[a-z])/.exec(last)?.[1];
  return label === undefined ? (/^[a-z]+/.exec(last)?.[0] ?? last) : '.';
}
