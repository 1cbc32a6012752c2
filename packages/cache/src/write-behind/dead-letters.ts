import type { StreamEntry, Streams } from '../helpers/store.ts';
import type { PageOptions } from '../helpers/stream.ts';
import type { ItemCodec } from './item.ts';
import type { Queue } from './queue.ts';

export interface DeadLetter<T> {
  readonly id: string;
  /** Undefined where the entry has another shape. */
  readonly item: { readonly key: string; readonly value: T } | undefined;
  readonly reason: string;
  readonly deliveries: number;
  readonly buriedAt: Date;
}

export interface DeadLetters<T> {
  page(options?: Pick<PageOptions, 'after' | 'limit'>): Promise<readonly DeadLetter<T>[]>;
  /** Puts it at the end of the queue again; false where it is not there. */
  retry(id: string): Promise<boolean>;
  remove(id: string): Promise<boolean>;
}

interface Letter {
  readonly text: string;
  readonly reason: string;
  readonly deliveries: number;
}

export const deadLetterOf = (text: string, deliveries: number, reason: unknown): string => {
  const letter: Letter = {
    text,
    deliveries,
    reason: reason instanceof Error ? reason.message : String(reason),
  };
  return JSON.stringify(letter);
};

export const deadLetters = <T>(
  streams: Streams,
  queue: Queue,
  key: string,
  codec: ItemCodec<T>,
): DeadLetters<T> => {
  const itemIn = (text: string): DeadLetter<T>['item'] => {
    try {
      return codec.decode(text);
    } catch {
      return undefined;
    }
  };
  return {
    async page({ after, limit = 50 } = {}) {
      const entries = await streams.page(key, { after, before: undefined, newestFirst: false, limit });
      return entries.map((entry) => {
        const { text, reason, deliveries } = letterIn(entry);
        return { id: entry.id, item: itemIn(text), reason, deliveries, buriedAt: timeOf(entry.id) };
      });
    },
    async retry(id) {
      const [entry] = await streams.page(key, {
        after: before(id),
        before: undefined,
        newestFirst: false,
        limit: 1,
      });
      return entry?.id === id && queue.revive(id, letterIn(entry).text);
    },
    remove: async (id) => (await streams.remove(key, [id])) === 1,
  };
};

const letterIn = ({ text }: StreamEntry): Letter => JSON.parse(text);

export const timeOf = (id: string): Date => new Date(Number(id.split('-')[0]));

/** The id that no entry has and that is followed by this one. */
const before = (id: string): string => {
  const [ms = '0', sequence = '0'] = id.split('-');
  return sequence === '0' ? `${Number(ms) - 1}-${Number.MAX_SAFE_INTEGER}` : `${ms}-${Number(sequence) - 1}`;
};
