const known = new WeakMap<object, readonly string[]>();

/** Command lines that a person may copy, for the help of a command and for the page of the docs. */
export const rememberExamples = (command: object, examples: readonly string[]): void =>
  void known.set(command, examples);

export const examplesOf = (command: object): readonly string[] => known.get(command) ?? [];
