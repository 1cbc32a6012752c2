import { setTimeout as delay } from 'node:timers/promises';
import type { StoryServer } from '../story/server.ts';
import type { Player } from './player.ts';

const TOGETHER = 16;

const BACK_MS = 60_000;
const ASK_MS = 500;

/** A breaker tries a store again only some time after it is back. */
export const untilBack = async ({ admin }: StoryServer): Promise<void> => {
  const end = performance.now() + BACK_MS;
  while (performance.now() < end) {
    if ((await admin.story.worlds.count().catch(() => undefined)) !== undefined) return;
    await delay(ASK_MS);
  }
  throw new Error(`The server was not ready ${BACK_MS / 1_000} s after the load.`);
};

/** Messages that were said to be kept and are not there, and those that are there twice. */
export const countLost = async (
  players: readonly Player[],
): Promise<{ readonly lost: number; readonly doubled: number }> => {
  let [lost, doubled] = [0, 0];
  const waiting = [...players];
  const checkSome = async (): Promise<void> => {
    for (let player = waiting.pop(); player; player = waiting.pop()) {
      const seen = new Map<string, number>();
      for await (const { text } of messagesOf(player)) seen.set(text, (seen.get(text) ?? 0) + 1);
      for (const text of player.kept) if (!seen.has(text)) lost += 1;
      for (const text of [...player.kept, ...player.unsure]) if ((seen.get(text) ?? 0) > 1) doubled += 1;
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, checkSome));
  return { lost, doubled };
};

async function* messagesOf({ gk, sessionId }: Player) {
  let before: string | undefined;
  do {
    const page = await gk.story.conversation.page({ sessionId, ...(before !== undefined && { before }) });
    yield* page.items;
    before = page.previous ?? undefined;
  } while (before !== undefined);
}
