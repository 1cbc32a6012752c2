import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What an address of a socket may be long on every system: `sun_path` has 104 bytes on macOS, its end included. */
const LONGEST = 103;

/** Where a server answers those who may use its data folder. */
export interface SocketAddress {
  /** What is listened on. */
  readonly path: string;
  /** Where `path` is too long in the data folder it is elsewhere, and this is a link to it. */
  readonly link?: string;
}

/** Where a server with this data folder is to listen. */
export const socketAddressOf = (dataDir: string): SocketAddress => {
  const inFolder = resolve(dataDir, 'graphkeep.sock');
  if (Buffer.byteLength(inFolder) <= LONGEST) return { path: inFolder };
  const name = createHash('sha256').update(inFolder).digest('hex').slice(0, 16);
  return { path: join(runtimeFolder(), `${name}.sock`), link: inFolder };
};

/** Where a server with this data folder listens, if there is one. */
export const socketOf = (dataDir: string): string => {
  const inFolder = resolve(dataDir, 'graphkeep.sock');
  try {
    return readlinkSync(inFolder);
  } catch {
    return inFolder;
  }
};

/** A folder of this user alone. */
export const runtimeFolder = (): string => join(tmpdir(), `graphkeep-${userId()}`);

/** 0 where the system has no such numbers. */
export const userId = (): number => process.getuid?.() ?? 0;
