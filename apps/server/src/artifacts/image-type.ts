/** The media type of a raster image by its first bytes; undefined for what is none. Vector images may hold scripts and are not among them. */
export function imageType(start: Uint8Array): string | undefined {
  const text = Buffer.from(start.subarray(0, 12)).toString('latin1');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^GIF8[79]a/.test(text)) return 'image/gif';
  if (/^RIFF[^]{4}WEBP/.test(text)) return 'image/webp';
  return undefined;
}
