// A process of its own for the tests: sums up what is late at each SIGUSR2, and says what it has done.
import { liftsIn } from './lifts.ts';
import { open } from './stores.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const [url = '', killedAfter] = process.argv.slice(2);
let kept = 0;
const store = open(url, {
  onStatement: ({ text }) => {
    if (text !== 'COMMIT') return;
    say('kept');
    kept += 1;
    if (kept === Number(killedAfter)) process.kill(process.pid, 'SIGKILL');
  },
});
const series = liftsIn(store);
process.on('SIGUSR2', () => {
  series.refresh().then(
    (reports) => say(`summed ${reports[0]?.buckets ?? 'nothing'}`),
    (error: unknown) => say(`failed: ${String(error)}`),
  );
});
// Whoever has started it holds this open, and lives longer.
process.stdin.resume().once('end', () => process.exit());
await store.ping();
say('ready');
