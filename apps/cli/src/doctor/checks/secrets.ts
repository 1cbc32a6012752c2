import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describeConfig } from '@graphkeep/core';
import type { Check, Ground } from '../check.ts';
import { fine, type Trouble } from '../finding.ts';
import { modeOf, OTHERS } from '../mode.ts';

/** Whether others on this machine may read what is secret. */
export const secretsCheck: Check = {
  name: 'secrets',
  run: async (ground) => {
    const files = secretFiles(ground);
    const open = files.flatMap(({ file, what }): Trouble[] => {
      const mode = statSync(file).mode & 0o777;
      if ((mode & OTHERS) === 0) return [];
      return [
        {
          severity: 'error',
          what: `${what} is in ${file}, which others on this machine can read (mode ${modeOf(mode)}).`,
          why: 'Whoever has it can do what the server can.',
          remedy: `chmod 600 ${file}`,
        },
      ];
    });
    return open.length > 0 ? open : [fine(`${files.length} files with secrets, of their user alone`)];
  },
};

const secretFiles = ({ config, work }: Ground) => {
  const { env } = work.terminal;
  const variables = { ...readVariables(work.configFile ?? env['GRAPHKEEP_CONFIG']), ...env };
  const named = describeConfig(config).flatMap(({ name }) => {
    const file = variables[`${name}_FILE`];
    return file ? [{ file, what: name }] : [];
  });
  return [
    ...named,
    ...(config.http.tls ? [{ file: config.http.tls.keyFile, what: 'The key of TLS' }] : []),
    { file: join(config.dataDir, 'development.key'), what: 'The key of development' },
  ].filter(({ file }) => existsSync(file));
};

const readVariables = (file: string | undefined): Readonly<Record<string, string | undefined>> =>
  file && existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
