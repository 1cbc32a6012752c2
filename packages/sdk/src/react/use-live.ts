import { hashKey } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { LiveSource } from './query-types.ts';

export interface UseLiveOptions {
  /** @default true */
  readonly enabled?: boolean;
  /** Called when the server listens first: whatever is changed from then on is told. */
  readonly onReady?: () => void;
}

export type LiveState =
  | { readonly status: 'off' | 'connecting' | 'live' }
  /** It is not tried again: the key may not, or the input is wrong. A connection that is lost is made again instead. */
  | { readonly status: 'failed'; readonly error: unknown };

const off: LiveState = { status: 'off' };
const connecting: LiveState = { status: 'connecting' };
const live: LiveState = { status: 'live' };

/**
 * Listens while the component is there.
 *
 * @example useLive(q.story.conversation.live.liveOptions({ sessionId }), ({ message }) => show(message));
 */
export const useLive = <T>(
  source: LiveSource<T>,
  onEvent: (event: T) => void,
  { enabled = true, onReady }: UseLiveOptions = {},
): LiveState => {
  const [state, setState] = useState<LiveState>(connecting);
  const latest = useRef({ source, onEvent, onReady });
  useEffect(() => {
    latest.current = { source, onEvent, onReady };
  });
  const { client, queryKey } = source;
  const key = hashKey(queryKey);
  // The source is made anew for each rendering: its key and its client say when it is another.
  useEffect(() => {
    if (!enabled) return;
    const gone = new AbortController();
    let isFirst = true;
    const ready = () => {
      if (!isFirst) return;
      isFirst = false;
      setState(live);
      latest.current.onReady?.();
    };
    const follow = async () => {
      const events = latest.current.source.open({ signal: gone.signal, onReady: ready });
      for await (const event of events) latest.current.onEvent(event);
    };
    setState(connecting);
    follow().catch((error: unknown) => {
      if (!gone.signal.aborted) setState({ status: 'failed', error });
    });
    return () => gone.abort();
  }, [client, key, enabled]);
  return enabled ? state : off;
};
