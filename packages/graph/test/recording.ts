// A process of its own for the tests: writes into the journal and numbers it, and says each entry that was committed.
import type { Ground } from '../src/ground.ts';
import { openJournal } from '../src/journal/journal.ts';
import { recordChanges } from '../src/journal/record.ts';
import { engineAt } from './engine-at.ts';

const engine = engineAt(process.argv.slice(2));
const now = () => new Date();
const journal = openJournal(engine, now, { leaseMs: 500 });
const { kind, codec } = engine;
const ground = { engine: kind, codec, now, recorded: journal.recorded } as Ground;
console.log('open');

const writer = async (index: number) => {
  for (let count = 0; ; count++) {
    const key = `k${index}-${count}`;
    await engine.transaction(
      'write',
      (run) => recordChanges(run, ground, [{ label: 'Thing', key, kind: 'created' }]),
      { signal: AbortSignal.timeout(20_000) },
    );
    process.stdout.write(`${key}\n`);
  }
};
await Promise.all(Array.from({ length: 4 }, (_, index) => writer(index)));
