interface Parses {
  safeParse(input: unknown): {
    error?: { issues: readonly { path: PropertyKey[]; message: string }[] } | undefined;
  };
}

/** The first problem of an input, as its path and what is wrong there. */
export const problem = (schema: Parses, input: unknown): string | undefined => {
  const issue = schema.safeParse(input).error?.issues[0];
  return issue && `${issue.path.join('.')}: ${issue.message}`;
};

/** Wraps an object as often as asked, without a call stack of that depth. */
export const nest = (depth: number, core: object, wrap: (inner: object, level: number) => object): object => {
  let nested = core;
  for (let level = 1; level <= depth; level++) nested = wrap(nested, level);
  return nested;
};
