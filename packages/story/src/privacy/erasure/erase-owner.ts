import { GraphkeepError } from '@graphkeep/core';
import {
  Conversation,
  Message,
  MessageArchive,
  Session,
  type StoryGraph,
  storyGraph,
} from '@graphkeep/models/story';
import { type ErasureReceipt, erasuresOf, type Scoped } from '@graphkeep/platform';
import { forgetConversations } from '../../conversation/forget-conversations.ts';
import { forgetAlerts } from '../../emotions/raise-alert.ts';
import { ownedDefinitions } from '../owned-definitions.ts';
import { untyped } from '../untyped.ts';
import { eraseNodes } from './erase-nodes.ts';
import { forgetAnswers } from './forget-answers.ts';
import { forgetCached } from './forget-cached.ts';

export interface EraseRun {
  readonly signal: AbortSignal;
  /** Told how many nodes are gone. */
  readonly progress: (done: number) => void;
}

/** What is written while it is being erased is found by a later pass; more of them means that somebody goes on writing. */
const PASSES = 10;

/**
 * Takes away all that is held on a player: nodes in portions, what is shared of conversations, cached values, kept answers.
 * It may be broken off at any place and begun again, and ends with nothing left.
 */
export const eraseOwner = async (
  system: Scoped<StoryGraph>,
  erasureId: string,
  { signal, progress }: EraseRun,
): Promise<ErasureReceipt> => {
  const erasures = erasuresOf(system);
  const erasure = await erasures.continue(erasureId);
  const { owner } = erasure;
  const counts: Record<string, number> = { ...erasure.counts };
  let done = 0;
  const gone = (name: string, some: number): void => {
    if (some > 0) counts[name] = (counts[name] ?? 0) + some;
    done += some;
    progress(done);
    signal.throwIfAborted();
  };

  for (let pass = 1; ; pass++) {
    const before = done;
    // Without their sessions nobody adds to conversations, and without these nobody knows what is shared of them.
    await eraseDefinition(Session.label);
    const { conversations, messages, archives } = await forgetConversations(system, owner);
    gone(Message.label, messages);
    gone(MessageArchive.label, archives);
    gone(Conversation.label, conversations);
    for (const { definition } of ownedDefinitions(storyGraph)) await eraseDefinition(definition.label);
    gone('alerts', await forgetAlerts(system, owner));
    gone('kept answers', await forgetAnswers(untyped(system), owner));
    if (done === before) break;
    await erasures.note(erasureId, counts);
    if (pass === PASSES)
      throw new GraphkeepError(
        'conflict',
        'Somebody goes on writing for this player; what was found is gone.',
      );
  }
  // Last, since what is loaded while nodes go is cached once more.
  gone('cached values', await forgetCached(system, owner));
  return erasures.done(erasureId, counts);

  async function eraseDefinition(label: string): Promise<void> {
    const owned = ownedDefinitions(storyGraph).find(({ definition }) => definition.label === label);
    if (owned) for await (const some of eraseNodes(untyped(system), owned, owner)) gone(label, some);
  }
};
