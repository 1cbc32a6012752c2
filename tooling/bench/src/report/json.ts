import type { Result } from './result.ts';

/** The results as `--json` writes them: these fields and no others. */
export const toJson = (results: readonly Result[]): string => {
  const rows = results.map(({ id, subject, against, value, unit, ratio, spread, goal, met }) => ({
    ...{ id, subject, against, value, unit, ratio, spread, goal, met },
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
};
