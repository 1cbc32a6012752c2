import { bytes, duration, durations, text, wholeNumber } from '../kinds.ts';
import { option } from '../option.ts';
import { HOUR, SECOND } from '../units.ts';

export const cache = {
  app: option(
    'GRAPHKEEP_CACHE_APP',
    text('a name of letters, digits, _ and -', /^[\w-]+$/),
    'The first part of every key in Redis: servers of the same name share what they keep there.',
    { default: 'graphkeep' },
  ),
  env: option(
    'GRAPHKEEP_CACHE_ENV',
    text('a name of letters, digits, _ and -', /^[\w-]+$/),
    'The second part.',
    { default: ({ profile }) => profile },
  ),
  ttlMs: option(
    'GRAPHKEEP_CACHE_TTL',
    duration(SECOND, 365 * 24 * HOUR),
    'How long is cached what has no policy of its own.',
    { default: String(HOUR), aliases: [{ name: 'REDIS_DEFAULT_TTL', unit: 's' }] },
  ),
  ttls: option(
    'GRAPHKEEP_CACHE_TTLS',
    durations(SECOND, 365 * 24 * HOUR),
    'How long nodes of a label, or a read model, are cached, in place of their policies.',
    { default: '' },
  ),
  graceMs: option(
    'GRAPHKEEP_CACHE_GRACE',
    duration(0, 365 * 24 * HOUR),
    'How long after that a value may still be served, with its age, while the graph is away.',
    { default: '24h' },
  ),
  memoryBytes: option(
    'GRAPHKEEP_CACHE_MEMORY',
    bytes(0, 64 * 1_024 ** 3),
    'What a process holds of it for itself at most.',
    { default: '64mb' },
  ),
  memoryEntries: option('GRAPHKEEP_CACHE_ENTRIES', wholeNumber(1, 100_000_000), 'And how many values.', {
    default: '10000',
  }),
};

export const leader = {
  leaseMs: option(
    'GRAPHKEEP_LEADER_LEASE_MS',
    duration(100, HOUR),
    'One process leads: it runs the jobs and follows the journal. After so long without a sign of it another one does.',
    { default: '10000' },
  ),
};
