/** Object identifiers of PostgreSQL's types. */
const INT8 = 20;
const NUMERIC = 1700;
const DATE = 1082;

/**
 * How texts of the server become values, the same on every engine: whole numbers and sums are numbers, where a number holds
 * them exactly; a day without a time stays the text that it is.
 */
export const valueParsers: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: (text) => {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text);
  },
  [NUMERIC]: Number,
  [DATE]: (text) => text,
};
