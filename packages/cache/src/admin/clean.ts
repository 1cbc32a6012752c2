import type { Secret } from '@graphkeep/core';
import { type Confirmations, confirmations } from './confirmation.ts';
import type { Budget, Extent } from './scan.ts';
import { type Exists, type Judged, judgeOf, type Reason, type Selection } from './selection.ts';

export interface Tally {
  /** Entries that are meant. */
  matched: number;
  /** Bytes of them. */
  bytes: number;
  /** Taken away. */
  removed: number;
  /** Written anew, or gone, since they were looked at. */
  replaced: number;
}

export interface CleanReport extends Extent, Tally {
  readonly dryRun: boolean;
  /** Entries that were looked at. */
  scanned: number;
  readonly byReason: Record<Reason, Tally>;
  readonly byType: Record<string, Tally>;
  /** Some of the keys that are meant. */
  readonly examples: readonly string[];
}

export interface CleanOptions extends Budget {
  /** Told after each batch. */
  readonly onProgress?: (report: CleanReport) => void;
}

export interface CleanPlan {
  readonly report: CleanReport;
  /** For `remove`, within ten minutes. It names what is done, and how many entries at most. */
  readonly confirm: string;
}

export interface Cleaning {
  /** Looks what a removal would take away, and takes away nothing. */
  plan(selection: Selection, options?: CleanOptions): Promise<CleanPlan>;
  /** Does what was planned; an entry that was written since it was looked at stays. */
  remove(confirm: string, options?: CleanOptions): Promise<CleanReport>;
}

/** Where entries are looked for and taken away. */
export interface Source<E extends Judged> {
  /** Of all its keys. */
  readonly prefix: string;
  /** Batch after batch, of these types only where they are given. */
  scan(types: readonly string[] | undefined, budget: Budget, visit: Visit<E>): Promise<Extent>;
}
/** `remove` answers the keys that are gone. */
type Visit<E> = (
  entries: readonly E[],
  remove: (some: readonly E[]) => Promise<ReadonlySet<string>>,
) => Promise<void>;

interface CleaningOptions<E extends Judged> {
  readonly source: Source<E>;
  readonly exists: Exists | undefined;
  readonly secret: Secret | undefined;
}

const EXAMPLES = 20;
const REMOVE = 'remove cached entries';
/** The cache lives on between plan and removal. */
const atMostOf = (matched: number): number => matched + Math.max(100, Math.ceil(matched / 10));

export const createCleaning = <E extends Judged>({
  source,
  exists,
  secret,
}: CleaningOptions<E>): Cleaning => {
  const signed: Confirmations = confirmations(secret);

  const run = async (
    selection: Selection,
    { onProgress = () => {}, ...budget }: CleanOptions,
    atMost: number | undefined,
  ): Promise<CleanReport> => {
    const judge = judgeOf(selection, exists);
    const examples: string[] = [];
    const report: CleanReport = {
      ...newTally(),
      dryRun: atMost === undefined,
      scanned: 0,
      byReason: {},
      byType: {},
      examples,
      complete: false,
      next: undefined,
      error: undefined,
      tookMs: 0,
    };
    const extent = await source.scan(selection.types, budget, async (entries, remove) => {
      const reasons = await judge(entries);
      const taken = entries.flatMap((entry, i) => {
        const reason = reasons[i];
        return reason === undefined ? [] : [{ entry, tallies: talliesFor(report, reason, entry) }];
      });
      if (atMost !== undefined && report.removed + taken.length > atMost) {
        throw new Error(`More than the ${atMost} entries that were confirmed are meant by now: plan anew.`);
      }
      report.scanned += entries.length;
      for (const { entry, tallies } of taken) {
        if (examples.length < EXAMPLES) examples.push(entry.key);
        for (const tally of tallies) {
          tally.matched += 1;
          tally.bytes += entry.bytes;
        }
      }
      if (atMost !== undefined && taken.length > 0) {
        const removed = await remove(taken.map(({ entry }) => entry));
        for (const { entry, tallies } of taken) {
          for (const tally of tallies) tally[removed.has(entry.key) ? 'removed' : 'replaced'] += 1;
        }
      }
      onProgress(report);
    });
    return Object.assign(report, extent);
  };

  return {
    async plan(selection, options = {}) {
      const report = await run(selection, options, undefined);
      const atMost = atMostOf(report.matched);
      return {
        report,
        confirm: signed.sign({ does: REMOVE, prefix: source.prefix, what: selection, atMost }),
      };
    },
    async remove(confirm, options = {}) {
      const { what, atMost } = signed.check<Selection>(confirm, REMOVE, source.prefix);
      return run(what, options, atMost);
    },
  };
};

const newTally = (): Tally => ({ matched: 0, bytes: 0, removed: 0, replaced: 0 });

const talliesFor = (report: CleanReport, reason: Reason, { type }: Judged): readonly Tally[] => {
  report.byReason[reason] ??= newTally();
  report.byType[type] ??= newTally();
  return [report, report.byReason[reason], report.byType[type]];
};
