import { choice, duration, flag } from '../kinds.ts';
import { option } from '../option.ts';
import { HOUR } from '../units.ts';

export const log = {
  level: option(
    'LOG_LEVEL',
    choice(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      [
        ['warning', 'warn'],
        ['critical', 'fatal'],
      ],
    ),
    'The least important kind of line that is logged.',
    { default: ({ profile }) => (profile === 'test' ? 'warn' : 'info'), aliases: ['GRAPHKEEP_LOG_LEVEL'] },
  ),
};

export const metrics = option('GRAPHKEEP_METRICS', flag(), 'Whether `/metrics` answers, for Prometheus.', {
  default: 'true',
});

export const slowQueryMs = option(
  'GRAPHKEEP_SLOW_QUERY_MS',
  duration(0, HOUR),
  'From here on a query is logged as slow.',
  { default: '500', aliases: [{ name: 'SLOW_QUERY_THRESHOLD', unit: 's' }] },
);
