/** How long sound and films last, in seconds, where their headers say so; undefined for other forms. */
export function durationSeconds(bytes: Buffer): number | undefined {
  const [first, second] = [ascii(bytes, 0, 4), ascii(bytes, 8, 12)];
  if (first === 'RIFF' && second === 'WAVE') return wavSeconds(bytes);
  if (ascii(bytes, 4, 8) === 'ftyp') return mp4Seconds(bytes);
  if (first === 'fLaC') return flacSeconds(bytes);
  if (first === 'OggS') return oggSeconds(bytes);
  return mp3Seconds(bytes);
}

function ascii(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('latin1', from, to);
}

/** The bytes of the samples, divided by the bytes of a second. */
function wavSeconds(bytes: Buffer): number | undefined {
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32LE(at + 4);
    const name = ascii(bytes, at, at + 4);
    if (name === 'fmt ' && at + 20 <= bytes.length) bytesPerSecond = bytes.readUInt32LE(at + 16);
    // A file that was streamed says that its samples never end.
    if (name === 'data')
      return bytesPerSecond === 0 ? undefined : Math.min(size, bytes.length - at - 8) / bytesPerSecond;
    at += 8 + size + (size % 2);
  }
  return undefined;
}

/** `mvhd`, inside `moov`: the duration in units of its own time scale. */
function mp4Seconds(bytes: Buffer): number | undefined {
  const at = bytes.indexOf('mvhd', 0, 'latin1');
  if (at < 0 || at + 32 > bytes.length) return undefined;
  const isLong = bytes[at + 4] === 1;
  const scale = bytes.readUInt32BE(at + (isLong ? 24 : 16));
  const duration = isLong ? Number(bytes.readBigUInt64BE(at + 28)) : bytes.readUInt32BE(at + 20);
  return scale === 0 ? undefined : duration / scale;
}

/** The block STREAMINFO: 20 bits of samples a second, 36 bits of samples. */
function flacSeconds(bytes: Buffer): number | undefined {
  if (bytes.length < 26) return undefined;
  const perSecond = bytes.readUIntBE(18, 3) >> 4;
  const samples = ((bytes[21] ?? 0) & 15) * 2 ** 32 + bytes.readUInt32BE(22);
  return perSecond === 0 ? undefined : samples / perSecond;
}

/** The position of the last page, in samples: 48,000 a second in Opus, else as the first page of Vorbis says. */
function oggSeconds(bytes: Buffer): number | undefined {
  const last = bytes.lastIndexOf('OggS', undefined, 'latin1');
  if (last < 0 || last + 14 > bytes.length) return undefined;
  const samples = Number(bytes.readBigUInt64LE(last + 6));
  const vorbis = bytes.indexOf('\u0001vorbis', 0, 'latin1');
  const perSecond = vorbis < 0 || vorbis + 16 > bytes.length ? 48_000 : bytes.readUInt32LE(vorbis + 12);
  return perSecond === 0 ? undefined : samples / perSecond;
}

const BITRATES = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;

/** MPEG layer 3, frame by frame: each tells its bit rate and its sample rate. */
function mp3Seconds(bytes: Buffer): number | undefined {
  let at = ascii(bytes, 0, 3) === 'ID3' && bytes.length > 10 ? 10 + sevenBits(bytes.subarray(6, 10)) : 0;
  let seconds = 0;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && ((bytes[at + 1] ?? 0) & 0xe6) === 0xe2) {
    const [head = 0, rates = 0] = bytes.subarray(at + 1, at + 3);
    const version = (head >> 3) & 3;
    const isFirst = version === 3;
    const kbit = BITRATES[isFirst ? 1 : 2][rates >> 4];
    const base = SAMPLE_RATES[(rates >> 2) & 3];
    if (kbit === undefined || kbit === 0 || base === undefined || version === 1) break;
    const perSecond = base / (isFirst ? 1 : version === 2 ? 2 : 4);
    const samples = isFirst ? 1152 : 576;
    at += Math.floor((samples / 8) * ((kbit * 1000) / perSecond)) + ((rates >> 1) & 1);
    seconds += samples / perSecond;
  }
  return seconds === 0 ? undefined : seconds;
}

function sevenBits(bytes: Uint8Array): number {
  return bytes.reduce((total, byte) => total * 128 + (byte & 127), 0);
}
