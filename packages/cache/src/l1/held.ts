import type { Clock } from '../clock.ts';
import type { KeySpace } from '../keys.ts';
import type { Memory } from './memory.ts';

/** A value that this process holds. */
export interface HeldEntry {
  readonly key: string;
  readonly version: number;
  readonly type: string;
  readonly id: string;
  readonly tags: readonly string[];
  /** As the memory counts them. */
  readonly bytes: number;
  readonly ageMs: number;
}

const NAME = /^v(\d+):([^:]+):(.*)$/s;

/** All that the process holds and would serve, in no order. */
export function* heldIn(memory: Memory, keys: KeySpace, clock: Clock): Generator<HeldEntry, void> {
  const now = clock.local();
  const tagPrefix = keys.tag('');
  for (const { key, entry, bytes } of memory.all()) {
    const [, version, type, id] = NAME.exec(key.slice(keys.prefix.length)) ?? [];
    if (version === undefined || type === undefined || id === undefined) continue;
    const tags = entry.marks.epochs.flatMap((epoch) =>
      epoch.key.startsWith(tagPrefix) ? [epoch.key.slice(tagPrefix.length)] : [],
    );
    yield { key, version: Number(version), type, id, tags, bytes, ageMs: Math.max(0, now - entry.createdAt) };
  }
}
