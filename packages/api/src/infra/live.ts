import { followSummaries, followSummariesInput, type SummaryEvent } from '@graphkeep/infra';
import { tracked } from '@trpc/server';
import type { LiveNotice } from '../live/events.ts';
import { liveHub } from '../live/hub.ts';
import { type Life, lifeOf } from '../live/life.ts';
import { read } from '../procedures.ts';
import { infraOf } from './infra-of.ts';

/** Summaries of the measurements as they change; a caller that was away goes on where it was. */
export const live = read('infra')
  .meta({
    summary: 'Tells summaries of the measurements, and each again when rows came or when it grew old.',
  })
  .input(followSummariesInput)
  .subscription(async ({ ctx, input, signal }) => {
    const hub = ctx.scoped.service(liveHub);
    const leave = hub.enter(ctx.principal.id);
    const life = lifeOf(signal, [ctx.ends, hub.closing]);
    life.signal.addEventListener('abort', leave, { once: true });
    const followed = followSummaries(infraOf(ctx.scoped), input, life.signal);
    try {
      // What cannot be asked for is told by the answer, and not in the middle of a stream.
      return told(input.lastEventId ?? NOTHING_TOLD, await followed.next(), followed, life);
    } catch (error) {
      leave();
      throw error;
    }
  });

/** Summaries are told whole: nothing of them can be too long ago. */
type Notice = Exclude<LiveNotice, { readonly kind: 'reload' }>;

/** The place of whoever was told nothing yet. */
const NOTHING_TOLD = '0';

async function* told(
  from: string,
  first: IteratorResult<SummaryEvent, void>,
  rest: AsyncGenerator<SummaryEvent, void>,
  { isListening, afterMs }: Life,
) {
  const event = (cursor: string, data: SummaryEvent['news'] | Notice) => tracked(cursor, data);
  let cursor = from;
  try {
    yield event(cursor, { kind: 'ready' });
    for (let next = first; !next.done; next = await rest.next()) {
      cursor = next.value.cursor;
      yield event(cursor, next.value.news);
    }
  } finally {
    await rest.return();
  }
  if (isListening()) yield event(cursor, { kind: 'reconnect', afterMs: afterMs() });
}
