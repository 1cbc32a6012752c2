import { randomUUID } from 'node:crypto';
import { GraphkeepError } from '@graphkeep/core';
import { parseWith, type Schema } from '../types/schema.ts';
import { jsonCodec, type ValueOptions } from './codec.ts';
import { keyOf } from './names.ts';
import type { Store } from './store.ts';

export interface Session<S> {
  readonly id: string;
  readonly user: string;
  readonly createdAt: Date;
  readonly data: S;
}

export interface Sessions<S> {
  create(user: string, data: S, options?: { readonly id?: string }): Promise<Session<S>>;
  get(id: string): Promise<Session<S> | undefined>;
  /**
   * Changes its data; `change` is called again where another change came between, so that it must do nothing else.
   * Answers nothing where there is no such session.
   */
  update(id: string, change: (data: S) => S): Promise<Session<S> | undefined>;
  touch(id: string): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  ofUser(user: string): Promise<readonly Session<S>[]>;
  /** Answers how many there were. */
  removeOfUser(user: string): Promise<number>;
}

export interface SessionOptions<S> extends ValueOptions<S> {
  /** @default 24 h */
  readonly ttlMs?: number;
  /**
   * Whether each use begins its life anew.
   * @default true
   */
  readonly sliding?: boolean;
}

interface Stored<S> {
  readonly user: string;
  readonly createdAt: number;
  readonly indexedAt: number;
  readonly data: S;
}

const DAY_MS = 24 * 3_600_000;
const MAX_OF_USER = 1_000;
const UPDATE_TRIES = 5;

/** A creation writes the index first, so that what it lacks for now may be a session that is about to be there. */
const YOUNG_MS = 5 * 60_000;

/**
 * A session and the index of its user are two keys, in a Cluster on two nodes: the index may name sessions that are
 * gone, which a listing takes out, and misses none that lives.
 */
export const createSessions = <S>(
  { texts, sortedSets }: Store,
  prefix: string,
  name: string,
  { ttlMs = DAY_MS, sliding = true, schema }: SessionOptions<S>,
): Sessions<S> => {
  const codec = jsonCodec<Stored<S>>(`The sessions "${name}"`, {
    ...(schema && { schema: storedSchema(schema) }),
  });
  const keyFor = (id: string) => keyOf(prefix, 'session', name, id);
  const indexOf = (user: string) => keyOf(prefix, 'sessions', name, user);
  const sessionOf = (id: string, { user, createdAt, data }: Stored<S>): Session<S> => ({
    id,
    user,
    createdAt: new Date(createdAt),
    data,
  });

  /** Lives twice as long as a session, and is renewed by uses more than half of a session's life apart. */
  const index = (user: string, id: string) =>
    sortedSets.set(indexOf(user), [{ member: id, score: Date.now() }], 2 * ttlMs + YOUNG_MS);

  const use = async (id: string): Promise<{ text: string; stored: Stored<S> } | undefined> => {
    const key = keyFor(id);
    const text = await (sliding ? texts.getAndRenew(key, ttlMs) : texts.get(key));
    if (text === undefined) return undefined;
    const stored = codec.decode(text);
    if (!sliding || Date.now() - stored.indexedAt < ttlMs / 2) return { text, stored };
    await index(stored.user, id);
    const renewed = { ...stored, indexedAt: Date.now() };
    const written = await texts.replace(key, text, codec.encode(renewed));
    return written ? { text: codec.encode(renewed), stored: renewed } : use(id);
  };

  const ofUser = async (user: string): Promise<readonly Session<S>[]> => {
    const entries = await sortedSets.range(indexOf(user), {
      min: -Infinity,
      max: Infinity,
      descending: true,
      offset: 0,
      limit: MAX_OF_USER,
    });
    const found = await texts.getMany(entries.map(({ member }) => keyFor(member)));
    const gone = entries.filter(({ score }, i) => found[i] === undefined && score < Date.now() - YOUNG_MS);
    if (gone.length > 0) {
      await sortedSets.remove(
        indexOf(user),
        gone.map(({ member }) => member),
      );
    }
    return entries
      .flatMap(({ member }, i) => {
        const text = found[i];
        return text === undefined ? [] : [sessionOf(member, codec.decode(text))];
      })
      .filter((session) => session.user === user);
  };

  const remove = async (id: string): Promise<boolean> => {
    const text = await texts.get(keyFor(id));
    if (text === undefined) return false;
    const removed = await texts.remove(keyFor(id));
    await sortedSets.remove(indexOf(codec.decode(text).user), [id]);
    return removed;
  };

  return {
    async create(user, data, { id = randomUUID() } = {}) {
      const now = Date.now();
      const stored = { user, createdAt: now, indexedAt: now, data };
      await index(user, id);
      if (await texts.create(keyFor(id), codec.encode(stored), ttlMs)) return sessionOf(id, stored);
      throw new GraphkeepError('already_exists', 'There is a session with this id.', { field: 'id' });
    },
    async get(id) {
      const used = await use(id);
      return used && sessionOf(id, used.stored);
    },
    async update(id, change) {
      for (let i = 0; i < UPDATE_TRIES; i += 1) {
        const used = await use(id);
        if (used === undefined) return undefined;
        const changed = { ...used.stored, data: change(used.stored.data) };
        if (await texts.replace(keyFor(id), used.text, codec.encode(changed))) return sessionOf(id, changed);
      }
      throw new GraphkeepError('conflict', 'Other changes of this session came between, each time.');
    },
    touch: async (id) => (await use(id)) !== undefined,
    remove,
    ofUser,
    async removeOfUser(user) {
      let removed = 0;
      for (;;) {
        const sessions = await ofUser(user);
        const gone = await Promise.all(sessions.map(({ id }) => remove(id)));
        removed += gone.filter(Boolean).length;
        if (sessions.length < MAX_OF_USER) return removed;
      }
    },
  };
};

const storedSchema = <S>(schema: Schema<S>): Schema<Stored<S>> => ({
  '~standard': {
    validate: (value) => {
      const { user, createdAt, indexedAt, data } = Object(value);
      if (typeof user !== 'string' || typeof createdAt !== 'number' || typeof indexedAt !== 'number') {
        return { issues: [{ message: 'It is no session.' }] };
      }
      return { value: { user, createdAt, indexedAt, data: parseWith(schema, data) } };
    },
  },
});
