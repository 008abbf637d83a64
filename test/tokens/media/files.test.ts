import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { durationSeconds } from '../../../src/tokens/media/duration.ts';
import { measure } from '../../../src/tokens/media/media-file.ts';
import { pdfPages } from '../../../src/tokens/media/pdf.ts';

/** A WAV of so many seconds of silence, 8,000 bytes each. */
function wav(seconds: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt32LE(8000, 28);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(8000 * seconds, 40);
  return Buffer.concat([head, Buffer.alloc(8000 * seconds)]);
}

/** The boxes of an MP4 that say how long it is: 90 s in units of 1/600 s. */
function mp4(brand: string): Buffer {
  const bytes = Buffer.alloc(80);
  bytes.writeUInt32BE(20, 0);
  bytes.write(`ftyp${brand}`, 4, 'latin1');
  bytes.write('moov', 24, 'latin1');
  bytes.write('mvhd', 32, 'latin1');
  bytes.writeUInt32BE(600, 48);
  bytes.writeUInt32BE(54_000, 52);
  return bytes;
}

describe('how long sound lasts', () => {
  test('a WAV says its bytes a second', () => expect(durationSeconds(wav(3))).toBe(3));

  test('an MP4 says its units', () => expect(durationSeconds(mp4('isom'))).toBe(90));

  test('an MP3 is as long as its frames', () => {
    // 100 frames of 128 kbit/s at 44,100 samples a second: 417 bytes and 1,152 samples each.
    const frame = Buffer.alloc(417);
    frame.set([0xff, 0xfb, 0x90, 0x00]);
    expect(durationSeconds(Buffer.concat(Array.from({ length: 100 }, () => frame)))).toBeCloseTo(2.612, 3);
  });

  test('anything else has no length', () => expect(durationSeconds(Buffer.from('hello'))).toBeUndefined());
});

describe('how many pages a PDF has', () => {
  test('those of its objects', () => {
    const pdf =
      '%PDF-1.4\n1 0 obj<</Type/Pages/Count 2>>endobj 2 0 obj<</Type /Page>>endobj 3 0 obj<</Type/Page/Parent 1 0 R>>endobj';
    expect(pdfPages(Buffer.from(pdf))).toBe(2);
  });

  test('those of compressed objects', () => {
    const objects = deflateSync('4 0 <</Type/Page>> <</Type/Page>> <</Type/Pages>>');
    const head = Buffer.from(`%PDF-1.5\n5 0 obj<</Type/ObjStm/N 3/Length ${objects.length}>>stream\n`);
    expect(pdfPages(Buffer.concat([head, objects, Buffer.from('\nendstream endobj')]))).toBe(2);
  });

  test('none where none is found', () => expect(pdfPages(Buffer.from('%PDF-1.7 encrypted'))).toBe(0));
});

describe('what a file is', () => {
  // A PNG of one red pixel.
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
    'base64',
  );
  test('a picture, with its size', async () => {
    expect(await measure(png)).toEqual({ kind: 'image', size: { width: 1, height: 1 } });
  });
  test('a PDF', async () => {
    expect(await measure(Buffer.from('%PDF-1.4 <</Type/Page>>'))).toEqual({ kind: 'document', pages: 1 });
  });
  test('sound and films', async () => {
    expect(await measure(wav(2))).toEqual({ kind: 'audio', seconds: 2 });
    expect(await measure(mp4('M4A '))).toEqual({ kind: 'audio', seconds: 90 });
    expect(await measure(mp4('isom'))).toEqual({ kind: 'video', seconds: 90 });
  });
  test('text, and a picture that is broken, are none', async () => {
    expect(await measure(Buffer.from('BM is how this text begins'))).toBeUndefined();
    expect(await measure(Buffer.from('Hello'))).toBeUndefined();
    expect(await measure(png.subarray(0, 12))).toBeUndefined();
  });
});
