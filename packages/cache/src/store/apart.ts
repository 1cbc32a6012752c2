/** Redis takes 2.5 µs for each KB that it hands to a script, and 3 µs to move a value that came apart from it. */
const LARGE = 2_048;
const WORTH_IT = 16_384;

export interface Parts {
  /** What the script is given for each entry: nothing for those that come apart from it. */
  readonly inline: readonly Buffer[];
  readonly names: readonly string[];
  /** For MSET: names and entries in turn. */
  readonly values: readonly (string | Buffer)[];
}

const NOTHING = Buffer.alloc(0);

export const together = (entries: readonly Buffer[]): Parts => ({ inline: entries, names: [], values: [] });

/** Large entries are set under other names, in the transaction of the script that moves them to where they belong. */
export const apart = (entries: readonly Buffer[], prefix: string): Parts => {
  let bytes = 0;
  for (const { length } of entries) if (length >= LARGE) bytes += length;
  if (bytes < WORTH_IT) return together(entries);
  const names: string[] = [];
  const values: (string | Buffer)[] = [];
  const inline = entries.map((entry) => {
    if (entry.length < LARGE) return entry;
    const name = `${prefix}${names.length}`;
    names.push(name);
    values.push(name, entry);
    return NOTHING;
  });
  return { inline, names, values };
};
