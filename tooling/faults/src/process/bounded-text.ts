/** The last `limit` characters of what was added. */
export const boundedText = (limit: number): { add(text: string): void; read(): string } => {
  let kept = '';
  return {
    add(text) {
      kept += text;
      if (kept.length > 2 * limit) kept = kept.slice(-limit); // now and then: one copy per `limit` characters
    },
    read: () => kept.slice(-limit),
  };
};
