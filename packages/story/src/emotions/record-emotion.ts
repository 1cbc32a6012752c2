import { id } from '@graphkeep/contract';
import { entitySchema } from '@graphkeep/models';
import { EmotionalState, Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { holdSession } from '../play/hold-session.ts';
import { recordEvents } from '../play/tell.ts';
import { CRISIS } from './crisis.ts';
import { safetyAfter } from './safety.ts';

export const recordEmotionInput = z.strictObject({
  ...EmotionalState.schema.omit({ playerId: true, recordedAt: true }).shape,
  stateId: EmotionalState.schema.shape.stateId.exactOptional(),
});
export type RecordEmotion = z.input<typeof recordEmotionInput>;

export const recordedEmotion = z.strictObject({
  emotion: entitySchema(EmotionalState),
  session: entitySchema(Session),
  /** The event that tells of a crisis that began with this; null where none did. */
  alertEventId: id('evt').nullable(),
});
export type RecordedEmotion = z.output<typeof recordedEmotion>;

/**
 * Records what is felt in a session, whatever the state of the session is: nobody in a crisis is turned away. The event
 * that raises an alert is kept with the record or not at all; the alert follows from the journal.
 */
export const recordEmotion = (platform: Scoped<StoryGraph>, input: RecordEmotion): Promise<RecordedEmotion> =>
  platform.transaction(async () => {
    const { sessionId, ...felt } = recordEmotionInput.parse(input);
    const recordedAt = platform.now();
    const before = await holdSession(platform, sessionId);
    const emotion = await platform.repo(EmotionalState).create({
      ...felt,
      sessionId,
      playerId: before.playerId,
      recordedAt,
      session: { connect: { sessionId } },
    });
    const begins = felt.state === 'crisis' && before.emotionalState !== 'crisis';
    const [alertEventId = null] = begins
      ? await recordEvents(platform, before, [
          { eventType: CRISIS, title: 'Crisis', significance: 1, occurredAt: recordedAt },
        ])
      : [];
    const session = await platform.repo(Session).patch(
      { sessionId },
      {
        emotionalState: felt.state,
        safetyLevel: safetyAfter(before.safetyLevel, felt),
        lastInteraction: recordedAt,
      },
    );
    return { emotion, session, alertEventId };
  });
