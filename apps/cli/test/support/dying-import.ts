import { run } from '../../src/run.ts';

const [, , file = ''] = process.argv;

/** Dies as if by a power failure once something was written. */
await run(['import', file], {
  env: process.env,
  out: () => {},
  err: (text) => {
    if (text.includes('writing')) process.kill(process.pid, 'SIGKILL');
  },
  interactive: false,
  ask: async () => 'no',
  interrupted: () => new AbortController().signal,
});
