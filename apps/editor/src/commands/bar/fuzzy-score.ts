/**
 * How well a text answers a query; 0 when it does not. Every word of the query has its letters in the text, in their order;
 * letters that begin a word or follow each other count more, and short texts more than long ones.
 */
export function fuzzyScore(text: string, query: string): number {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return 1;
  const scores = words.map((word) => wordScore(text.toLowerCase(), word));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0) / words.length;
}

// Each beginning is tried, as the first letter found is often not the one that was meant.
function wordScore(text: string, word: string): number {
  let best = 0;
  for (let start = text.indexOf(word[0] ?? ''); start >= 0; start = text.indexOf(word[0] ?? '', start + 1)) best = Math.max(best, scoreFrom(text, word, start));
  return best && best + 1 / (1 + text.length);
}

function scoreFrom(text: string, word: string, start: number): number {
  let score = 0;
  let at = start;
  for (let index = 0; index < word.length; index++) {
    const found = index === 0 ? start : text.indexOf(word[index] ?? '', at + 1);
    if (found < 0) return 0;
    const isNext = index > 0 && found === at + 1;
    const beginsWord = found === 0 || /[^\p{L}\p{N}]/u.test(text[found - 1] ?? '');
    if (!isNext && !beginsWord && index > 0) score -= 2; // a letter from the middle of nowhere
    score += isNext ? 4 : beginsWord ? 3 : 1;
    at = found;
  }
  return Math.max(0, score / word.length - (at - start - word.length + 1) / text.length / 2);
}
