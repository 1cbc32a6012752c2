import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathOf } from './repository.ts';
import { scratch } from './scratch.ts';

/** A fresh set of all secrets, made by the script that operators use. */
export const makeSecrets = (): string => {
  const folder = join(scratch(), 'secrets');
  runScript(folder);
  return folder;
};

export const runScript = (folder: string): string =>
  execFileSync('sh', [pathOf('deploy/make-secrets.sh'), folder], {
    encoding: 'utf8',
    stdio: 'pipe',
    timeout: 10_000,
  });
