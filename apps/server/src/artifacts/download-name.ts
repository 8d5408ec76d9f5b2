/** The header that saves an answer as a file of that name (RFC 6266): ASCII for old readers, UTF-8 beside it; no character of the name means anything else. */
export function attachment(name: string, extension: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is taken out
  const safe = name.replace(/\p{Surrogate}/gu, '-').replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069"\\/:*?<>|]+/g, '-').replace(/^[.\s]+|[.\s]+$/g, '').slice(0, 100) || 'table';
  const ascii = safe.replace(/[^\u0020-\u007e]/g, '_').replace(/%/g, '_');
  const encoded = encodeURIComponent(safe).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}.${extension}"; filename*=UTF-8''${encoded}.${extension}`;
}
