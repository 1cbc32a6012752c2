import type { Terminal } from '../terminal.ts';

/** How far long work is. */
export interface Progress {
  /** What is done, of how many if that is known. */
  tell(done: number, total?: number | null): void;
  /** Leaves the line to what comes next. */
  end(): void;
}

const BAR = 24;
const REDRAW_MS = 80;
const LINE_MS = 5_000;

/** A bar for a person, a line from time to time for a log, nothing where a program reads. */
export const progressOn = (
  { err, interactive }: Pick<Terminal, 'err' | 'interactive'>,
  label: string,
  now: () => number = () => performance.now(),
): Progress => {
  let told: number | undefined;
  let open = false;
  return {
    tell: (done, total = null) => {
      const isDue =
        told === undefined || done === total || now() - told >= (interactive ? REDRAW_MS : LINE_MS);
      if (!isDue) return;
      told = now();
      open = interactive;
      err(interactive ? `\r\u001b[K${barOf(label, done, total)}` : `${lineOf(label, done, total)}\n`);
    },
    end: () => {
      if (open) err('\n');
      open = false;
    },
  };
};

const barOf = (label: string, done: number, total: number | null): string => {
  if (total === null || total === 0) return lineOf(label, done, total);
  const filled = Math.round((Math.min(done, total) / total) * BAR);
  return `${label} [${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${countOf(done, total)}`;
};

const lineOf = (label: string, done: number, total: number | null): string =>
  `${label}: ${countOf(done, total)}`;

const countOf = (done: number, total: number | null): string =>
  total === null || total === 0 ? `${done}` : `${done} of ${total} (${Math.floor((done / total) * 100)} %)`;
