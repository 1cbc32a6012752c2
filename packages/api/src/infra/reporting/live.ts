import { type DashboardEvent, followDashboard, followDashboardInput, type Report } from '@graphkeep/infra';
import { tracked } from '@trpc/server';
import type { LiveNotice } from '../../live/events.ts';
import { liveHub } from '../../live/hub.ts';
import { type Life, lifeOf } from '../../live/life.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

/** The dashboard as it changes; a caller that was away is told again only where something is different. */
export const live = read('infra')
  .meta({ summary: 'Tells the dashboard, and again whenever something of it has changed.' })
  .input(followDashboardInput)
  .subscription(({ ctx, input, signal }) => {
    const hub = ctx.scoped.service(liveHub);
    const leave = hub.enter(ctx.principal.id);
    const life = lifeOf(signal, [ctx.ends, hub.closing]);
    life.signal.addEventListener('abort', leave, { once: true });
    return told(input.lastEventId ?? '', followDashboard(infraOf(ctx.scoped), input, life.signal), life);
  });

type DashboardNews = { readonly kind: 'report'; readonly report: Report } | LiveNotice;

async function* told(
  from: string,
  followed: AsyncGenerator<DashboardEvent, void>,
  { isListening, afterMs }: Life,
) {
  const event = (cursor: string, data: DashboardNews) => tracked(cursor, data);
  let cursor = from;
  for await (const { cursor: now, report } of followed) {
    cursor = now;
    yield event(cursor, { kind: 'report', report });
  }
  if (isListening()) yield event(cursor, { kind: 'reconnect', afterMs: afterMs() });
}
