const replacements: readonly (readonly [string, string])[] = [
  [' .', '.'], [' ?', '?'], [' !', '!'], [' ,', ','], [" ' ", "'"], [" n't", "n't"], [" 'm", "'m"], [' do not', " don't"], [" 's", "'s"], [" 've", "'ve"], [" 're", "'re"],
];

/** Takes back the spaces that joining put before punctuation (tokenizers: decoders/wordpiece.rs `cleanup`). */
export function cleanUpSpaces(text: string): string {
  return replacements.reduce((result, [from, to]) => result.replaceAll(from, to), text);
}
