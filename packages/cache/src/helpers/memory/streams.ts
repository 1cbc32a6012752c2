import type { Consumer, Delivery, StreamEntry, Streams } from '../store.ts';
import { type Space, textBytes } from './space.ts';

interface Pending {
  consumer: string;
  since: number;
  deliveries: number;
}

interface Group {
  lastId: string;
  readonly pending: Map<string, Pending>;
}

class Log {
  /** In the order of their ids. */
  readonly entries = new Map<string, string>();
  readonly groups = new Map<string, Group>();
  lastMs = 0;
  lastSequence = 0;
}

const ID_BYTES = textBytes('1700000000000-0');

export const memoryStreams = (space: Space): Streams & { close(): void } => {
  const waiting = new Map<string, Set<() => void>>();

  const drop = (key: string, log: Log | undefined, ids: Iterable<string>): number => {
    let dropped = 0;
    for (const id of ids) {
      const text = log?.entries.get(id);
      if (text === undefined) continue;
      log?.entries.delete(id);
      space.shrink(key, ID_BYTES + textBytes(text));
      dropped += 1;
    }
    return dropped;
  };
  const trim = (key: string, log: Log | undefined, maxLength: number): number => {
    const surplus = (log?.entries.size ?? 0) - maxLength;
    return surplus <= 0 ? 0 : drop(key, log, [...(log?.entries.keys() ?? [])].slice(0, surplus));
  };
  const groupOf = (key: string, name: string, from: 'first' | 'next'): { log: Log; group: Group } => {
    const log = space.grow(key, Log, 0);
    const group = log.groups.get(name) ?? {
      lastId: from === 'first' ? '0-0' : lastIdOf(log),
      pending: new Map(),
    };
    log.groups.set(name, group);
    return { log, group };
  };
  const readNow = (key: string, { group: groupName, name }: Consumer, limit: number): Delivery[] => {
    const { log, group } = groupOf(key, groupName, 'first');
    const deliveries: Delivery[] = [];
    for (const [id, text] of log.entries) {
      if (deliveries.length === limit) break;
      if (!isAfter(id, group.lastId)) continue;
      group.lastId = id;
      group.pending.set(id, { consumer: name, since: space.now(), deliveries: 1 });
      deliveries.push({ id, text, deliveries: 1 });
    }
    return deliveries;
  };
  const nextAppend = async (key: string, waitMs: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, waitMs);
    const sleepers = waiting.get(key) ?? new Set();
    waiting.set(key, sleepers.add(resolve));
    await promise;
    clearTimeout(timer);
    sleepers.delete(resolve);
    if (sleepers.size === 0 && waiting.get(key) === sleepers) waiting.delete(key);
  };

  return {
    async append(key, text, maxLength, ttlMs) {
      const log = space.grow(key, Log, ID_BYTES + textBytes(text));
      const id = nextId(log);
      log.entries.set(id, text);
      if (maxLength !== undefined) trim(key, log, maxLength);
      if (ttlMs !== undefined) space.expire(key, ttlMs);
      for (const wake of waiting.get(key) ?? []) wake();
      return id;
    },
    async page(key, { after, before, newestFirst, limit }) {
      const entries: StreamEntry[] = [];
      const all = [...(space.read(key, Log)?.entries ?? [])];
      for (const [id, text] of newestFirst ? all.reverse() : all) {
        if (entries.length === limit) break;
        if (after !== undefined && !isAfter(id, after)) continue;
        if (before !== undefined && !isAfter(before, id)) continue;
        entries.push({ id, text });
      }
      return entries;
    },
    trim: async (key, maxLength) => trim(key, space.read(key, Log), maxLength),
    remove: async (key, ids) => drop(key, space.read(key, Log), ids),
    size: async (key) => space.read(key, Log)?.entries.size ?? 0,
    async createGroup(key, group, from) {
      groupOf(key, group, from);
    },
    async read(key, consumer, limit, waitMs) {
      const now = readNow(key, consumer, limit);
      if (now.length > 0 || waitMs <= 0) return now;
      await nextAppend(key, waitMs);
      return readNow(key, consumer, limit);
    },
    async claim(key, consumer, idleMs, limit) {
      const { log, group } = groupOf(key, consumer.group, 'first');
      const claimed: Delivery[] = [];
      for (const [id, pending] of [...group.pending].sort(([a], [b]) => (isAfter(a, b) ? 1 : -1))) {
        if (claimed.length === limit) break;
        const text = log.entries.get(id);
        if (text === undefined) group.pending.delete(id);
        else if (space.now() - pending.since >= idleMs) {
          const deliveries = pending.deliveries + 1;
          group.pending.set(id, { consumer: consumer.name, since: space.now(), deliveries });
          claimed.push({ id, text, deliveries });
        }
      }
      return claimed;
    },
    async hold(key, { group, name }, ids) {
      const { pending } = groupOf(key, group, 'first').group;
      const held = ids.filter((id) => pending.get(id)?.consumer === name);
      for (const id of held)
        pending.set(id, { deliveries: 1, ...pending.get(id), consumer: name, since: space.now() });
      return held;
    },
    async uncount(key, { group, name }, ids) {
      const { pending } = groupOf(key, group, 'first').group;
      for (const id of ids) {
        const own = pending.get(id);
        if (own?.consumer === name) own.deliveries = Math.max(0, own.deliveries - 1);
      }
    },
    async done(key, group, ids, remove) {
      const log = space.read(key, Log);
      for (const id of ids) log?.groups.get(group)?.pending.delete(id);
      if (remove) drop(key, log, ids);
    },
    pending: async (key, group) => space.read(key, Log)?.groups.get(group)?.pending.size ?? 0,
    async leave() {},
    close() {
      for (const sleepers of waiting.values()) for (const wake of sleepers) wake();
    },
  };
};

const nextId = (log: Log): string => {
  const now = Math.max(Date.now(), log.lastMs);
  log.lastSequence = now === log.lastMs ? log.lastSequence + 1 : 0;
  log.lastMs = now;
  return lastIdOf(log);
};

const lastIdOf = ({ lastMs, lastSequence }: Log): string => `${lastMs}-${lastSequence}`;

const isAfter = (id: string, other: string): boolean => {
  const [ms = 0, sequence = 0] = id.split('-').map(Number);
  const [otherMs = 0, otherSequence = 0] = other.split('-').map(Number);
  return ms === otherMs ? sequence > otherSequence : ms > otherMs;
};
