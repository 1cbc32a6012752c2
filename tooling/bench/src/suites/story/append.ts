import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@graphkeep/contract';
import { createLogger, createMetrics, loadConfig } from '@graphkeep/core';
import { Session } from '@graphkeep/models/story';
import { openPlatform } from '@graphkeep/platform';
import { appendMessages, storyDomain } from '@graphkeep/story';
import { type Engine, storesOf } from './own-stores.ts';

export const WRITERS = 128;
const WARM_SECONDS = 2;
const TEXT = 'What is said at this point of the story, in a sentence or two of a usual length.';

/** Messages that are acknowledged in a second, one in a call, by callers who each have a session and wait for the answer. */
export const messagesPerSecond = async (engine: Engine, seconds: number): Promise<number> => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'graphkeep-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const platform = stack.adopt(
    await openPlatform({
      ...storyDomain,
      config: loadConfig({ GRAPHKEEP_DATA: folder, ...(await storesOf(engine, stack)) }),
      log: createLogger({ level: 'silent' }),
      metrics: createMetrics(),
    }),
    (one) => one.close(),
  );
  const playerId = newId('ply');
  const own = platform.as({ id: playerId, owner: playerId, scopes: ['*'] });
  const sessions = await own
    .repo(Session)
    .createMany(
      Array.from({ length: WRITERS }, () => ({ playerId, characterId: newId('chr'), worldId: newId('wld') })),
    );

  let [kept, over] = [0, false];
  const write = async (sessionId: string): Promise<void> => {
    while (!over) {
      await appendMessages(own, { sessionId, messages: [{ role: 'player', text: TEXT }] });
      kept += 1;
    }
  };
  const writers = Promise.all(sessions.map(({ sessionId }) => write(sessionId)));
  const passing = (ms: number) => Promise.race([new Promise((resolve) => setTimeout(resolve, ms)), writers]);
  await passing(WARM_SECONDS * 1_000);
  const [before, began] = [kept, performance.now()];
  await passing(seconds * 1_000);
  const rate = ((kept - before) / (performance.now() - began)) * 1_000;
  over = true;
  await writers;
  return rate;
};
