import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { coalesced } from './coalesced.ts';
import type { Keyed, LiveCall } from './query-types.ts';
import { type LiveState, useLive } from './use-live.ts';

export interface LiveResource extends Keyed {
  readonly changes: LiveCall<undefined, unknown>;
}

export interface UseLiveQueriesOptions {
  /** What shows something of the resource too, as by an include. */
  readonly also?: readonly Keyed[];
  /** @default true */
  readonly enabled?: boolean;
}

/**
 * Keeps what is shown of a resource up to date: what is asked of it is asked anew when any of it changes.
 *
 * @example useLiveQueries(q.story.characters, { also: [q.story.players] });
 */
export const useLiveQueries = (
  resource: LiveResource,
  { also = [], enabled = true }: UseLiveQueriesOptions = {},
): LiveState => {
  const client = useQueryClient();
  const keys = [resource, ...also].map((one) => one.queryKey());
  const hash = JSON.stringify(keys);
  // The keys are made anew for each rendering: their text says when they are others.
  const refresh = useMemo(() => {
    const ask = () => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
    const askOnce = coalesced(ask);
    return () => void askOnce();
  }, [client, hash]);
  // What was changed between the first reading and the listening is not told.
  return useLive(resource.changes.liveOptions(), refresh, { enabled, onReady: refresh });
};
