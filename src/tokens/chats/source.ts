import type { MediaSource } from './chat.ts';

/** A picture as a request names it: a data URL, an address elsewhere, or a file on this computer. */
export function sourceOf(url: string): MediaSource {
  const data = /^data:[^,]*;base64,/i.exec(url);
  if (data !== null) return { from: 'data', base64: url.slice(data[0].length) };
  const file = /^file:\/\/(?:localhost)?(\/.*)$/i.exec(url)?.[1];
  if (file !== undefined) return { from: 'file', path: decodeURIComponent(file) };
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return { from: 'elsewhere', where: url };
  return { from: 'file', path: url };
}
