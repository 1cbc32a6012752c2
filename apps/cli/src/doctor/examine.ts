import { ConfigError } from '@graphkeep/core';
import type { Work } from '../frame/work.ts';
import type { FolderOptions } from '../migrate/folders.ts';
import { runningAt } from '../reach/running-at.ts';
import type { Check, Ground } from './check.ts';
import { diskCheck } from './checks/disk.ts';
import { folderCheck } from './checks/folder.ts';
import { graphCheck } from './checks/graph.ts';
import { locksCheck } from './checks/locks.ts';
import { migrationsCheck } from './checks/migrations.ts';
import { nodeCheck } from './checks/node.ts';
import { portCheck } from './checks/port.ts';
import { profileCheck } from './checks/profile.ts';
import { redisCheck } from './checks/redis.ts';
import { secretsCheck } from './checks/secrets.ts';
import { serverCheck } from './checks/server.ts';
import { sqlCheck } from './checks/sql.ts';
import { tlsCheck } from './checks/tls.ts';
import type { Finding } from './finding.ts';
import { reasonOf } from './time-limit.ts';

const checks: readonly Check[] = [
  ...[nodeCheck, profileCheck, folderCheck, diskCheck, secretsCheck, locksCheck],
  ...[serverCheck, portCheck, tlsCheck, graphCheck, sqlCheck, redisCheck],
];

/** All that there is to say of an installation. Checks look at nothing of each other, so they run together. */
export const examine = async (work: Work, folders: FolderOptions): Promise<readonly Finding[]> => {
  try {
    const config = work.config();
    const ground = { work, config, folders, socket: await runningAt(config.dataDir) };
    const found = await Promise.all(checks.map((check) => findingsOf(check, ground)));
    // An embedded database is opened by one at a time.
    return [...found.flat(), ...(await findingsOf(migrationsCheck, ground))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => ({
      check: 'configuration',
      severity: 'error',
      what: problem,
      why: 'The server does not start with it. Nothing else was looked at.',
      remedy: 'docs/configuration.md says what each option may be.',
    }));
  }
};

const findingsOf = async ({ name, run }: Check, ground: Ground): Promise<readonly Finding[]> => {
  try {
    return (await run(ground)).map((finding) => ({ check: name, ...finding }));
  } catch (error) {
    // A check that fails itself must not hide what the others found.
    return [
      {
        check: name,
        severity: 'warning',
        what: `It could not be looked at: ${reasonOf(error)}`,
        why: 'What is wrong here is not known.',
        remedy: 'See that this user may read what the server reads.',
      },
    ];
  }
};
