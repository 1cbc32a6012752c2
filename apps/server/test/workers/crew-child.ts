import { existsSync } from 'node:fs';

/** A worker that does what it is told by its environment, and serves nothing. */
const { CREW_REFUSES, CREW_ENDS_WITHOUT = '' } = process.env;

if (CREW_REFUSES !== undefined) {
  process.send?.({ type: 'graphkeep:refused', reason: CREW_REFUSES }, undefined, {}, () => process.exit(1));
} else {
  process.send?.({ type: 'graphkeep:ready', url: 'http://127.0.0.1:1' });
  process.on('SIGTERM', () => process.exit(0));
  // From when it is told to, it ends soon, as if by a fault, while the file is not there.
  setInterval(() => {
    if (CREW_ENDS_WITHOUT === '' || !existsSync(`${CREW_ENDS_WITHOUT}.begun`)) return;
    if (!existsSync(CREW_ENDS_WITHOUT)) process.exit(3);
  }, 50);
}
