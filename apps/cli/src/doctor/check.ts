import type { Config } from '@graphkeep/core';
import type { Work } from '../frame/work.ts';
import type { FolderOptions } from '../migrate/folders.ts';
import type { Finding, Trouble } from './finding.ts';

/** What checks look at. */
export interface Ground {
  readonly work: Work;
  readonly config: Config;
  /** The socket of the server that runs on the data folder; undefined where none does. */
  readonly socket: string | undefined;
  /** Of migrations, as they are named. */
  readonly folders: FolderOptions;
}

export interface Check {
  readonly name: string;
  run(ground: Ground): Promise<readonly (Trouble | Omit<Finding, 'check'>)[]>;
}
