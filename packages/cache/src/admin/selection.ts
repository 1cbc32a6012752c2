import { GraphkeepError } from '@graphkeep/core';
import type { ScannedEntry } from './read-entries.ts';

/** Which entries are taken: those within its bounds to which at least one of its reasons applies. */
export interface Selection {
  /** Bound: only these types. */
  readonly types?: readonly string[];
  /** Bound: not these, as where a player's therapeutic data are to stay. */
  readonly exceptTypes?: readonly string[];

  /** Reason: every entry. */
  readonly everything?: boolean;
  /**
   * Reason: whom or what it is about, as `{ player: ['ply_1'] }`. That is an entry of the type `player` with that id, and each
   * one with the tag `player:ply_1`.
   */
  readonly subjects?: Readonly<Record<string, readonly string[]>>;
  /** Reason: it has one of these tags. */
  readonly tags?: readonly string[];
  /** Reason: it was made longer ago. */
  readonly olderThanMs?: number;
  /** Reason: what it is about is there no more, as `exists` says. */
  readonly orphans?: boolean;
  /** Reason: it cannot be read. */
  readonly broken?: boolean;
}

/** Whether these still exist, in their order. */
export type Exists = (
  entries: readonly { readonly type: string; readonly id: string }[],
) => Promise<readonly boolean[]>;

/** A name of the selection, or the kind of a subject. */
export type Reason = string;

/** What was cached a moment ago may be of a subject that `exists` does not see yet. */
const YOUNG_MS = 60_000;

/** What is looked at of an entry, wherever it is kept. */
export type Judged = Pick<ScannedEntry, 'key' | 'kind' | 'type' | 'id' | 'tags' | 'ageMs' | 'bytes'>;

/** The reason why each entry is taken; undefined where it is not. */
export type Judge = (entries: readonly Judged[]) => Promise<readonly (Reason | undefined)[]>;

export const judgeOf = (selection: Selection, exists: Exists | undefined): Judge => {
  const { orphans = false } = selection;
  if (!hasReason(selection)) {
    throw new GraphkeepError(
      'invalid_input',
      'A selection needs a reason: everything, subjects, tags, olderThanMs, orphans or broken.',
    );
  }
  if (orphans && exists === undefined) {
    throw new GraphkeepError('invalid_input', 'orphans needs `exists`, which says who still is there.', {
      field: 'orphans',
    });
  }
  const types = selection.types && new Set(selection.types);
  const exceptTypes = new Set(selection.exceptTypes);
  const isWithin = ({ type }: Judged) => (types?.has(type) ?? true) && !exceptTypes.has(type);
  const reasonOf = plainReasons(selection);

  return async (entries) => {
    const reasons = entries.map((entry) => (isWithin(entry) ? reasonOf(entry) : undefined));
    if (!orphans || exists === undefined) return reasons;
    const unclear = [...entries.entries()].filter(
      ([i, entry]) => reasons[i] === undefined && isWithin(entry) && (entry.ageMs ?? 0) >= YOUNG_MS,
    );
    if (unclear.length === 0) return reasons;
    const answers = await exists(unclear.map(([, { type, id }]) => ({ type, id })));
    if (answers.length !== unclear.length) {
      throw new GraphkeepError('internal', '`exists` must answer as many times as it is asked.');
    }
    for (const [n, [i]] of unclear.entries()) if (answers[n] === false) reasons[i] = 'orphan';
    return reasons;
  };
};

const hasReason = ({
  everything,
  subjects = {},
  tags = [],
  olderThanMs,
  orphans,
  broken,
}: Selection): boolean =>
  everything === true ||
  orphans === true ||
  broken === true ||
  olderThanMs !== undefined ||
  tags.length > 0 ||
  Object.values(subjects).some((ids) => ids.length > 0);

const plainReasons = ({ everything, subjects = {}, tags, olderThanMs, broken }: Selection) => {
  const wantedTags = new Set(tags);
  const wantedSubjects = Object.entries(subjects).map(([kind, ids]) => ({
    kind,
    ids: new Set(ids),
    tags: new Set(ids.map((id) => `${kind}:${id}`)),
  }));
  return (entry: Judged): Reason | undefined => {
    if (entry.kind === 'tombstone') return undefined;
    if (entry.kind === 'broken') return broken === true || everything === true ? 'broken' : undefined;
    for (const { kind, ids, tags: theirs } of wantedSubjects) {
      if (entry.type === kind && ids.has(entry.id)) return kind;
      if (entry.tags.some((tag) => theirs.has(tag))) return kind;
    }
    if (entry.tags.some((tag) => wantedTags.has(tag))) return 'tag';
    if (olderThanMs !== undefined && (entry.ageMs ?? 0) > olderThanMs) return 'age';
    return everything === true ? 'everything' : undefined;
  };
};
