const ID = /^[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}$/;
/** Pages and batches hold their nodes this deep. */
const DEPTH = 3;

/** Whose data the values hold, by the field that says so, each owner once. */
export const ownersIn = (values: readonly unknown[], field: string): readonly string[] => {
  const owners = new Set<string>();
  const look = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > DEPTH) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === field && typeof inner === 'string') owners.add(inner);
      else look(inner, depth + 1);
    }
  };
  for (const value of values) look(value, 0);
  return [...owners];
};

/** The node that a call is about: the first id of its input, like `sessionId/ses_…`. */
export const subjectOf = (input: unknown): string | undefined => {
  if (typeof input !== 'object' || input === null) return undefined;
  const found = Object.entries(input).find(([, value]) => typeof value === 'string' && ID.test(value));
  return found && `${found[0]}/${String(found[1])}`;
};
