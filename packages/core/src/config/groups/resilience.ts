import { duration, fraction, wholeNumber } from '../kinds.ts';
import { option } from '../option.ts';
import { HOUR, MINUTE, SECOND } from '../units.ts';

export const breaker = {
  failures: option(
    'GRAPHKEEP_BREAKER_FAILURES',
    wholeNumber(1, 1_000),
    'After so many failures in a row, calls to a store are refused at once.',
    { default: '5', aliases: ['CIRCUIT_BREAKER_THRESHOLD'] },
  ),
  rate: option(
    'GRAPHKEEP_BREAKER_RATE',
    fraction(0.01, 1),
    'So are they from this share of failures within the window.',
    { default: '0.5' },
  ),
  windowMs: option('GRAPHKEEP_BREAKER_WINDOW_MS', duration(SECOND, HOUR), 'The window of that share.', {
    default: '10000',
  }),
  halfOpenAfterMs: option(
    'GRAPHKEEP_BREAKER_HALF_OPEN_AFTER_MS',
    duration(1, HOUR),
    'After this one call is let through, to see whether the store is back.',
    { default: '1000' },
  ),
};

export const retry = {
  attempts: option(
    'GRAPHKEEP_RETRY_ATTEMPTS',
    wholeNumber(0, 20),
    'How often work that may safely be done twice is tried again.',
    { default: '3', aliases: ['MAX_RETRY_ATTEMPTS'] },
  ),
  delayMs: option(
    'GRAPHKEEP_RETRY_DELAY_MS',
    duration(1, MINUTE),
    'The longest wait before the first retry; the real one is drawn by lot.',
    { default: '50' },
  ),
  factor: option(
    'GRAPHKEEP_RETRY_FACTOR',
    fraction(1, 10),
    'By how much that wait grows from retry to retry.',
    {
      default: '2',
    },
  ),
  maxDelayMs: option('GRAPHKEEP_RETRY_MAX_DELAY_MS', duration(1, 10 * MINUTE), 'Where it stops growing.', {
    default: '1000',
  }),
};

export const health = {
  intervalMs: option(
    'GRAPHKEEP_HEALTH_INTERVAL_MS',
    duration(100, HOUR),
    'How often the health of each store is checked.',
    { default: '30000' },
  ),
  failures: option(
    'GRAPHKEEP_HEALTH_FAILURES',
    wholeNumber(1, 100),
    'After so many failed checks in a row a store counts as down.',
    { default: '3' },
  ),
};
