import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { randomOf } from './random.mjs';

const BATCH = 1 << 20;

/**
 * Writes about so many bytes of lines. A large log is of many sessions: every `partBytes` another one begins.
 * @param linesOf from chance to lines without end.
 */
export function writeLog(path, bytes, linesOf, seed, partBytes = 1 << 20) {
  const file = openSync(path, 'w');
  let written = 0;
  let lines = 0;
  for (let part = 0; written < bytes; part += 1) {
    const end = Math.min(written + partBytes, bytes);
    let batch = '';
    for (const line of linesOf(randomOf(seed * 1_000_003 + part))) {
      batch += `${line}\n`;
      lines += 1;
      const isLast = written + batch.length >= end;
      if (!isLast && batch.length < BATCH) continue;
      written += writeSync(file, batch);
      batch = '';
      if (isLast) break;
    }
  }
  // Else the disk is still writing while the first runs are measured.
  fsyncSync(file);
  closeSync(file);
  return { bytes: written, lines };
}

/** Writes many files of about so many bytes each, as Claude Code keeps its sessions. */
export function writeFolder(path, files, bytesEach, linesOf, seed) {
  let bytes = 0;
  let lines = 0;
  for (let number = 0; number < files; number += 1) {
    const folder = join(path, 'projects', `project-${number % 50}`);
    mkdirSync(folder, { recursive: true });
    const written = writeLog(
      join(folder, `session-${number}.jsonl`),
      bytesEach,
      linesOf,
      seed + number,
      bytesEach,
    );
    bytes += written.bytes;
    lines += written.lines;
  }
  return { bytes, lines };
}
