/** The first key that occurs twice in one object of a valid JSON text, which `JSON.parse` would silently overwrite. */
export function repeatedKey(json: string): string | undefined {
  const open: Set<string>[] = []; // the keys seen in each object around the place; arrays get a set that stays empty
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gs;
  for (const [text, colon] of json.matchAll(token)) {
    if (text === '{' || text === '[') open.push(new Set());
    else if (text === '}' || text === ']') open.pop();
    else if (colon) {
      const key = String(JSON.parse(text.slice(0, text.length - colon.length)));
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
  }
  return undefined;
}
