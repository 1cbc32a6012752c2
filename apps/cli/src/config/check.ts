import type { CommandOf } from '../frame/command-of.ts';

export const checkConfig: CommandOf = (config, { performs }) =>
  performs(
    config
      .command('check')
      .description(
        'Says whether a server would start with this configuration, and if not, all that is wrong.',
      ),
    {
      examples: ['graphkeep config check', 'graphkeep config check --config production.env'],
      run: async ({ config: load }) => {
        load();
        return { value: { good: true }, text: 'configuration is good\n' };
      },
    },
  );
