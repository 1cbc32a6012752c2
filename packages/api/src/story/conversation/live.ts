import type { ConversationMessage } from '@graphkeep/models/story';
import { type ConversationEvent, followConversation, followConversationInput } from '@graphkeep/story';
import { tracked } from '@trpc/server';
import type { LiveNotice } from '../../live/events.ts';
import { liveHub } from '../../live/hub.ts';
import { type Life, lifeOf } from '../../live/life.ts';
import { read } from '../../procedures.ts';
import { storyOf } from '../story-of.ts';

type SaidEvent = { readonly kind: 'message'; readonly message: ConversationMessage } | LiveNotice;

/** The messages of a conversation as they come; a caller that was away goes on where it was. */
export const live = read('story')
  .meta({ summary: 'Tells of new messages of a conversation, from a place in it or from now on.' })
  .input(followConversationInput)
  .subscription(async ({ ctx, input, signal }) => {
    const platform = storyOf(ctx.scoped);
    const hub = ctx.scoped.service(liveHub);
    const leave = hub.enter(ctx.principal.id);
    const life = lifeOf(signal, [ctx.ends, hub.closing]);
    life.signal.addEventListener('abort', leave, { once: true });
    const followed = followConversation(platform, input.sessionId, input.lastEventId, life.signal);
    try {
      // Whoever may not read it is told so by the answer, and not in the middle of a stream.
      return told(await followed.next(), followed, life);
    } catch (error) {
      leave();
      throw error;
    }
  });

async function* told(
  first: IteratorResult<ConversationEvent, void>,
  rest: AsyncGenerator<ConversationEvent, void>,
  { isListening, afterMs }: Life,
) {
  const event = (cursor: string, data: SaidEvent) => tracked(cursor, data);
  let cursor = '';
  try {
    for (let next = first; !next.done; next = await rest.next()) {
      const { value } = next;
      cursor = value.cursor;
      yield event(
        cursor,
        value.kind === 'ready' ? { kind: 'ready' } : { kind: 'message', message: value.message },
      );
    }
  } finally {
    await rest.return();
  }
  if (isListening()) yield event(cursor, { kind: 'reconnect', afterMs: afterMs() });
}
