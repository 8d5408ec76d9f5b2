/** The frame of the page. */
export const shell = {
  Language: '语言',
};
