// Memory is handed out and never taken back: what is asked for lives as long as the module.

/** A megabyte. */
const FEWEST_PAGES = 16;

let free: usize = (__heap_base + 15) & ~15;

/** Zeroed memory at a multiple of 16. Growing it detaches the views that JavaScript has of it. */
export function allocate(bytes: usize): usize {
  const at = free;
  free = (at + bytes + 15) & ~15;
  const pages = <i32>((free + 0xffff) >>> 16) - memory.size();
  if (pages > 0) grow(pages);
  return at;
}

/**
 * Doubles the memory where that is possible: pages that are not used take no room, but after some growth Node collects
 * garbage.
 */
function grow(pages: i32): void {
  if (memory.grow(max(pages, max(FEWEST_PAGES, memory.size()))) >= 0) return;
  if (memory.grow(max(pages, FEWEST_PAGES)) < 0 && memory.grow(pages) < 0) unreachable();
}
