/** Rows below their headings, with their columns aligned, for a terminal. */
export const tableOf = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
};

/** To the second, in UTC. */
export const timeOf = (date: Date | undefined): string =>
  date === undefined ? '-' : `${date.toISOString().slice(0, 19).replace('T', ' ')}Z`;
