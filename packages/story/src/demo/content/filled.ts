export interface Slots {
  readonly name: string;
  readonly companion: string;
  readonly place: string;
  readonly thing: string;
  readonly weather: string;
}

/** A text with its slots filled; a sentence that begins with one begins with a capital. */
export const filled = (text: string, slots: Slots): string =>
  text
    .replaceAll(/\{(name|companion|place|thing|weather)\}/g, (_, slot: keyof Slots) => slots[slot])
    .replaceAll(/(^|[.!?] )([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
