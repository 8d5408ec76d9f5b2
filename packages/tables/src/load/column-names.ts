/** Column names without blanks or repeats. DuckDB does not tell "Text" from "text", so neither may a table. */
export function columnNames(wanted: readonly string[]): { names: string[]; warnings: string[] } {
  const taken = new Set<string>();
  const all = new Set(wanted.map((name) => name.toLowerCase()));
  const warnings: string[] = [];
  const names = wanted.map((name, index) => {
    const base = name.trim() === '' ? `column_${index}` : name;
    let unique = base;
    for (let copy = 1; taken.has(unique.toLowerCase()) || (unique !== name && all.has(unique.toLowerCase())); copy++) unique = `${base}.${copy}`;
    taken.add(unique.toLowerCase());
    if (unique !== name && name.trim() !== '') warnings.push(`The column name "${name}" is there twice; the second is now "${unique}".`);
    return unique;
  });
  return { names, warnings };
}
