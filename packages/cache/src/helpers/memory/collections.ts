import type { End, Hashes, Lists, Sets } from '../store.ts';
import { type Space, textBytes } from './space.ts';
import { numberIn } from './texts.ts';

class Hash {
  readonly fields = new Map<string, string>();
}

export const memoryHashes = (space: Space): Hashes => {
  const put = (key: string, field: string, text: string): void => {
    const before = space.read(key, Hash)?.fields.get(field);
    const more =
      before === undefined ? textBytes(field) + textBytes(text) : textBytes(text) - textBytes(before);
    space.grow(key, Hash, more).fields.set(field, text);
  };
  return {
    async getMany(key, fields) {
      const hash = space.read(key, Hash);
      return fields.map((field) => hash?.fields.get(field));
    },
    async set(key, entries) {
      for (const [field, text] of entries) put(key, field, text);
    },
    async add(key, field, by) {
      const sum = numberIn(space.read(key, Hash)?.fields.get(field) ?? '0') + by;
      put(key, field, String(sum));
      return sum;
    },
    async remove(key, fields) {
      const hash = space.read(key, Hash);
      let removed = 0;
      for (const field of fields) {
        const text = hash?.fields.get(field);
        if (text === undefined) continue;
        hash?.fields.delete(field);
        space.shrink(key, textBytes(field) + textBytes(text));
        removed += 1;
      }
      if (hash?.fields.size === 0) space.remove(key);
      return removed;
    },
    all: async (key) => [...(space.read(key, Hash)?.fields ?? [])],
    size: async (key) => space.read(key, Hash)?.fields.size ?? 0,
  };
};

class List {
  readonly items: string[] = [];
}

export const memoryLists = (space: Space): Lists => {
  const take = (key: string, end: End): string | undefined => {
    const list = space.read(key, List);
    const text = end === 'first' ? list?.items.shift() : list?.items.pop();
    if (text !== undefined) space.shrink(key, textBytes(text));
    if (list?.items.length === 0) space.remove(key);
    return text;
  };
  return {
    async push(key, end, texts, maxLength = Number.POSITIVE_INFINITY) {
      const { items } = space.grow(key, List, bytesOf(texts));
      if (end === 'last') items.push(...texts);
      else items.unshift(...texts.toReversed());
      while (items.length > maxLength) take(key, end === 'last' ? 'first' : 'last');
      return items.length;
    },
    take: async (key, end) => take(key, end),
    async range(key, from, to) {
      const items = space.read(key, List)?.items ?? [];
      return items.slice(from, to === -1 ? undefined : to + 1);
    },
    size: async (key) => space.read(key, List)?.items.length ?? 0,
  };
};

class Members {
  readonly members = new Set<string>();
}

export const memorySets = (space: Space): Sets => ({
  async add(key, members) {
    const known = space.read(key, Members)?.members;
    const added = [...new Set(members)].filter((member) => known?.has(member) !== true);
    if (added.length === 0) return 0;
    const set = space.grow(key, Members, bytesOf(added));
    for (const member of added) set.members.add(member);
    return added.length;
  },
  async remove(key, members) {
    const set = space.read(key, Members);
    const removed = members.filter((member) => set?.members.delete(member) === true);
    space.shrink(key, bytesOf(removed));
    if (set?.members.size === 0) space.remove(key);
    return removed.length;
  },
  has: async (key, member) => space.read(key, Members)?.members.has(member) === true,
  all: async (key) => [...(space.read(key, Members)?.members ?? [])],
  size: async (key) => space.read(key, Members)?.members.size ?? 0,
});

const bytesOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + textBytes(text), 0);
