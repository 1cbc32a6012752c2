import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '@graphkeep/core';

const KEY = /^gk_dev_[\w-]{43}$/;

/** The key of a development server: made at its first start, kept in its data folder for the next ones. */
export const developmentKey = (dataDir: string): string => {
  const file = join(dataDir, 'development.key');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    const key = `gk_dev_${randomBytes(32).toString('base64url')}`;
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = readFileSync(file, 'utf8').trim();
  if (!KEY.test(key))
    throw new StartError(`${file} holds no key. Delete it, and a new one is made at the next start.`);
  return key;
};
