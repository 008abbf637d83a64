/** 0 cuts the line off, 1 changes a byte, 2 puts one in, 3 doubles a stretch. */
export function edited(line: Buffer, [at, kind, value]: readonly [number, number, number]): Buffer {
  const i = at % (line.length + 1);
  const put = kind === 0 ? [] : kind === 3 ? [...line.subarray(i, i + 9)] : [value];
  const tail = kind === 0 ? Buffer.alloc(0) : line.subarray(kind === 1 ? i + 1 : i);
  return Buffer.concat([line.subarray(0, i), Buffer.from(put), tail]);
}
