import type { NodeDefinition } from '@graphkeep/models';
import type { Principal } from '@graphkeep/platform';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import type { Says } from '../resource/builders.ts';
import { type Cursor, cursorOf, cursorText } from './cursor.ts';
import type { NodeChange, NodeEvent } from './events.ts';
import { type Hub, liveHub, type Page } from './hub.ts';
import { type Life, lifeOf } from './life.ts';

/** After so many entries that were not for this caller its place is told, so that it need not pass them again. */
const PLACE_EVERY = 500;

const changesInput = z
  .strictObject({ lastEventId: z.string().max(24).optional() })
  .optional()
  .describe('The id of the last event that was seen, to go on after it.');

/** The changes of a resource as they are made, to whoever may read it; a caller that was away goes on where it was. */
export const changesOf = (node: NodeDefinition, { reads }: Says) =>
  reads(`Tells of changes of ${node.label} as they are made.`)
    .input(changesInput)
    .subscription(async ({ ctx, input, signal }) => {
      const { scoped, principal, ends } = ctx;
      const hub = scoped.service(liveHub);
      const from = input?.lastEventId === undefined ? undefined : cursorOf(input.lastEventId);
      const leave = hub.enter(principal.id);
      const life = lifeOf(signal, [ends, hub.closing]);
      life.signal.addEventListener('abort', leave, { once: true });
      try {
        return follow(hub, from ?? { after: await hub.end(), told: 0 }, life, visibleTo(principal, node));
      } catch (error) {
        leave();
        throw error;
      }
    });

type Visible = (change: Change) => boolean;
type Change = Extract<Page, { readonly kind: 'entries' }>['entries'][number]['changes'][number];

/** What belongs to somebody is told to that owner, and to who may see all. */
const visibleTo = ({ owner }: Principal, node: NodeDefinition): Visible => {
  const isOwn = (change: Change) => owner === undefined || node.owner === undefined || change.owner === owner;
  return (change) => change.label === node.label && isOwn(change);
};

async function* follow(hub: Hub, from: Cursor, { signal, isListening, afterMs }: Life, isVisible: Visible) {
  let cursor = from;
  const event = (data: NodeEvent) => tracked(cursorText(cursor), data);
  // Says where the caller stands before anything has happened: what happens while it is away is then told.
  yield event({ kind: 'ready' });
  let unseen = 0;
  for (;;) {
    const page = await hub.after(cursor.after, signal);
    if (!page) break;
    if (page.kind === 'reload') {
      cursor = { after: page.cursor, told: 0 };
      yield event({ kind: 'reload' });
      continue;
    }
    for (const { seq, at, changes } of page.entries) {
      for (const [index, change] of changes.entries()) {
        if (index < cursor.told || !isVisible(change)) continue;
        const isLast = index === changes.length - 1;
        cursor = isLast ? { after: seq, told: 0 } : { after: seq - 1, told: index + 1 };
        unseen = 0;
        yield event(changeOf(change, at));
      }
      cursor = { after: seq, told: 0 };
      unseen += 1;
    }
    if (unseen >= PLACE_EVERY) {
      unseen = 0;
      yield event({ kind: 'ready' });
    }
  }
  if (isListening()) yield event({ kind: 'reconnect', afterMs: afterMs() });
}

const changeOf = ({ kind, key, fields, other }: Change, at: Date): NodeChange => ({
  kind,
  key,
  at,
  ...(fields && { fields }),
  ...(other && { other }),
});
