import { expect, test } from '@jest/globals';
import { CsvStager } from '../dist/load/csv-stager.js';
import { MissingTexts } from '../dist/load/missing-texts.js';
import { ColumnTypes } from '../dist/load/value-types.js';

const text = 'a;b\r\n1;"x;\r\ny"\r\n\r\n2;é "q" 🙂\n"";NA\r3;"z"";"\n4;"end"tail, ';

function staged(sizes: (position: number) => number): { out: string; rows: number; types: string[] } {
  const stager = new CsvStager({ delimiter: ';', quote: '"', names: ['a', 'b'], header: true, onBadRow: 'fail', missing: new MissingTexts(['', 'NA']), types: new ColumnTypes([undefined, undefined]) });
  const bytes = Buffer.from(text);
  let out = '';
  for (let position = 0; position < bytes.length;) {
    const size = sizes(position);
    stager.push(bytes.subarray(position, position + size));
    position += size;
    out += stager.takeRecords().toString();
  }
  stager.finish();
  return { out: out + stager.takeRecords().toString(), rows: stager.rows, types: stager.types };
}

test('writes plain CSV: quoted where needed, missing values empty, no header, no blank lines', () => {
  expect(staged(() => text.length * 4)).toEqual({ out: '1,"x;\r\ny"\n2,"é ""q"" 🙂"\n,\n3,"z"";"\n4,"endtail, "\n', rows: 5, types: ['integer', 'text'] });
});

test('does not depend on how the bytes are cut into pieces', () => {
  const whole = staged(() => text.length * 4);
  for (const size of [1, 2, 3, 5, 7, 11]) expect(staged(() => size)).toEqual(whole);
});
