// Reads delimited text as pandas does: a quote opens only at the start of a field and is doubled inside, blank lines count for nothing.

/** How a file of delimited text is written. */
export interface Dialect {
  /** One ASCII character. */
  readonly delimiter: string;
  /** One ASCII character, or '' when quotes mean nothing. */
  readonly quote: string;
}

/** The records of a piece of text, at most `limit`; the last is left out when the text may go on after it. */
export function parseRecords(text: string, { delimiter, quote }: Dialect, limit: number, complete: boolean): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  let open = false;
  const endRecord = () => {
    record.push(field);
    if (record.length > 1 || quoted || !/^[ \t]*$/.test(field)) records.push(record);
    record = [];
    field = '';
    quoted = false;
  };
  for (let index = 0; index < text.length && records.length < limit; index++) {
    const character = text[index] ?? '';
    if (open) {
      if (character !== quote) field += character;
      else if (text[index + 1] === quote) {
        field += quote;
        index++;
      } else open = false;
    } else if (character === delimiter) {
      record.push(field);
      field = '';
      quoted = false;
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[index + 1] === '\n') index++;
      endRecord();
    } else if (character === quote && field === '' && !quoted) {
      open = true;
      quoted = true;
    } else field += character;
  }
  if (complete && records.length < limit && (field !== '' || record.length > 0 || quoted)) endRecord();
  return records;
}
