/** Width and height of `1280x720`; undefined for anything else. */
export function parseWidthHeight(text: string): readonly [number, number] | undefined {
  const match = /^(\d{1,6})x(\d{1,6})$/i.exec(text.trim());
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}
