// GPT-2's alphabet: every byte as one visible character, so that tokens of any bytes can be written as text (openai/gpt-2, src/encoder.py `bytes_to_unicode`).
const isVisible = (byte: number) => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
const characters: string[] = [];
let next = 0x100;
for (let byte = 0; byte < 256; byte++) characters.push(String.fromCharCode(isVisible(byte) ? byte : next++));

/** The character of each byte. */
export const byteCharacters: readonly string[] = characters;

const bytes = new Map(characters.map((character, byte) => [character, byte]));

/** The byte that a character stands for; undefined for characters outside the alphabet. */
export function byteOf(character: string): number | undefined {
  return bytes.get(character);
}
