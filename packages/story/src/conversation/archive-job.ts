import { Conversation, Player, type StoryGraph } from '@graphkeep/models/story';
import { defineJob, type JobRun, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { archivable, archiveChunk } from './archive-conversation.ts';

const input = z.strictObject({
  /** Only the conversations of this player. */
  playerId: Player.schema.shape.playerId.optional(),
});

export interface ArchiveReport {
  readonly conversations: number;
  readonly messages: number;
  readonly archives: number;
}

/** Compacts the older messages of all conversations. A run that is broken off is gone on with by the next one. */
export const archiveJob = defineJob({
  name: 'story.archive',
  input,
  every: { ms: 15 * 60_000 },
  run: async (
    system: Scoped<StoryGraph>,
    { input: { playerId }, signal, progress }: JobRun<z.output<typeof input>>,
  ): Promise<ArchiveReport> => {
    const { archiveAfterMs, archiveKeep } = system.config.story;
    const rule = {
      olderThan: new Date(system.now().getTime() - archiveAfterMs),
      keep: archiveKeep,
    };
    const report = { conversations: 0, messages: 0, archives: 0 };
    const due = system.repo(Conversation).stream({
      where: { ...archivable(rule), ...(playerId !== undefined && { playerId }) },
      select: { conversationId: true, playerId: true },
      signal,
    });
    for await (const { conversationId, playerId: owner } of due) {
      const before = report.archives;
      for (let moved = 1; moved > 0; ) {
        signal.throwIfAborted();
        moved = await archiveChunk(system, { sessionId: conversationId, playerId: owner }, rule);
        report.messages += moved;
        if (moved > 0) report.archives += 1;
        progress(report.messages);
      }
      if (report.archives > before) report.conversations += 1;
    }
    return report;
  },
});
