const MAX_TITLE = 200;
const HALF_A_CHARACTER = /[\uD800-\uDBFF]$/;

/** The beginning of a text, in which no character is cut in two. */
export const cutTo = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).replace(HALF_A_CHARACTER, '');

export const titleOf = (text: string): string => cutTo(text, MAX_TITLE);
