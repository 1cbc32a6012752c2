/** What an error says, for a list of failures. */
export const inOneLine = (error: unknown): string => {
  if (error instanceof SuppressedError)
    return `${inOneLine(error.suppressed)}; and then: ${inOneLine(error.error)}`;
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
};
