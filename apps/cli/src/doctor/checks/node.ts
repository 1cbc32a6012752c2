import type { Check } from '../check.ts';
import { fine } from '../finding.ts';

/** What the packages are compiled for. */
const LEAST = 22;

export const nodeCheck: Check = {
  name: 'node',
  run: async () => [judgedNode(process.versions.node)],
};

export const judgedNode = (version: string) =>
  Number(version.split('.')[0]) >= LEAST
    ? fine(`Node.js ${version}`)
    : ({
        severity: 'error',
        what: `Node.js ${version} is too old.`,
        why: 'Graphkeep uses what it does not have.',
        remedy: `Install Node.js ${LEAST} or later.`,
      } as const);
