import { bench } from './command.ts';
import { suites } from './suites.ts';

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.on(name, () => {
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort(new Error(`interrupted by ${name}; once more ends at once, without closing`));
  });

const code = await bench(process.argv.slice(2), {
  suites,
  clock: performance,
  signal: interruption.signal,
  out: (line) => console.log(line),
  err: (line) => console.error(line),
});
process.exit(code); // a store that does not close its connections would keep this process alive
