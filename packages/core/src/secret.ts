import { readFileSync, statSync } from 'node:fs';
import { inspect } from 'node:util';

export const REDACTED = '[redacted]';

/** A value that shows itself only when asked by name: printed, logged or serialised it is `[redacted]`. */
export interface Secret {
  reveal(): string;
}

class HiddenSecret implements Secret {
  readonly #read: () => string;

  constructor(read: () => string) {
    this.#read = read;
  }

  reveal(): string {
    return this.#read();
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}

export const isSecret = (value: unknown): value is Secret => value instanceof HiddenSecret;

export const secretOf = (value: string): Secret => new HiddenSecret(() => value);

/**
 * A secret kept in a file. Each reveal costs one `stat`; the file is read again when it has changed, so that a
 * password rotates with no restart. While the file is missing or empty, as in the middle of a rotation, the last
 * good value holds. The first read throws when there is nothing to read.
 */
export const secretFromFile = (file: string): Secret => {
  let version = versionOf(file);
  let value = contentOf(file);
  if (value === '') throw new Error(`${file} is empty`);
  return new HiddenSecret(() => {
    try {
      const now = versionOf(file);
      if (now !== version) {
        const fresh = contentOf(file);
        if (fresh !== '') {
          value = fresh;
          version = now;
        }
      }
    } catch {
      // Missing for the moment: the last good value holds, and the next reveal looks again.
    }
    return value;
  });
};

/** The inode tells a file that was swapped by a rename, also where size and time are the same. */
const versionOf = (file: string): string => {
  const { mtimeNs, size, ino } = statSync(file, { bigint: true });
  return `${mtimeNs}:${size}:${ino}`;
};

const contentOf = (file: string): string => readFileSync(file, 'utf8').trim();
