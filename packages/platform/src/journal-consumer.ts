import type { JournalPage } from '@graphkeep/graph';
import type { Graph } from '@graphkeep/models';
import type { Scoped } from './scoped.ts';

/**
 * Follows the journal in one process at a time, from where it was: its cursor is kept in the graph, after `handle` is done. A
 * page may come twice, so `handle` must bear it; one that fails comes again. It begins with what is changed once a platform
 * was opened with it.
 */
export interface JournalConsumer<G extends Graph> {
  readonly name: string;
  /** A page of kind `reload` says that entries were trimmed before they were seen. */
  handle(system: Scoped<G>, page: JournalPage): Promise<void>;
}
