/** What is wrong, and with which option. */
export interface Problem {
  readonly about: string;
  readonly text: string;
}

/** Without what only follows from an option that is reported already. */
export const withoutConsequences = (
  problems: readonly Problem[],
  consequences: readonly string[],
): readonly string[] => {
  const reported = new Set(problems.map(({ about }) => about));
  const followsFrom = (text: string): boolean => text.split(/\W+/).some((word) => reported.has(word));
  return [...problems.map(({ text }) => text), ...consequences.filter((text) => !followsFrom(text))];
};
