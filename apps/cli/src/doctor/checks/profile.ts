import { ConfigError, isLoopback, loadConfig } from '@graphkeep/core';
import type { Check } from '../check.ts';
import { fine } from '../finding.ts';

/** What the configuration allows, and production would not. */
export const profileCheck: Check = {
  name: 'profile',
  run: async ({ config, work }) => {
    const { profile, http, secrets } = config;
    const unsafe = profile === 'production' ? [] : refusedInProduction(work.terminal.env, work.configFile);
    const beyond = !isLoopback(http.host);
    const found = unsafe.map(
      (problem) =>
        ({
          severity: beyond ? 'warning' : 'note',
          what: problem,
          why: `The profile ${profile} lets it pass; production refuses to start with it.`,
          remedy: 'Right it before GRAPHKEEP_PROFILE=production is set.',
        }) as const,
    );
    if (secrets.root === undefined)
      return [
        ...found,
        {
          severity: profile === 'production' ? 'error' : 'note',
          what: 'GRAPHKEEP_SECRET is not set.',
          why: 'Fields that are to be encrypted are kept as they are, and cursors and confirmations end with the process.',
          remedy:
            'Set GRAPHKEEP_SECRET_FILE to a file with the output of `openssl rand -hex 32`, the same for all servers.',
        },
      ];
    return found.length > 0 ? found : [fine(`nothing unsafe for the profile ${profile}`)];
  },
};

const refusedInProduction = (
  env: Readonly<Record<string, string | undefined>>,
  file: string | undefined,
): readonly string[] => {
  try {
    loadConfig({ ...env, GRAPHKEEP_PROFILE: 'production' }, file === undefined ? {} : { file });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};
