// A row: 0 number of the kind, 4 number of the line, 8 where the line begins, 12 where it ends, then its cells, ids
// first. The ids of fresh rows are hashes.

export const ROW_HEAD_BYTES: usize = 16;
/** The kind of lines that JSON.parse must look at. */
export const UNUSUAL: u32 = 0;
