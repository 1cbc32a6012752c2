import type { Player } from './player.ts';

const TOGETHER = 16;

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
