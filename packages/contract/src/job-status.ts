/** A piece of work in the background: how far it is, or how it ended. */
export interface JobStatus {
  id: string;
  name: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  /** Null where nobody can tell how much there is to do. */
  total: number | null;
  startedAt: Date;
  endedAt?: Date | undefined;
  /** What a job that is done has found. */
  result?: unknown;
  error?: string | undefined;
}
