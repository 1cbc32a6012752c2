import { limits } from '@graphkeep/contract';
import { addresses, bytes, duration, origins, readableFile, text, wholeNumber } from '../kinds.ts';
import { option } from '../option.ts';
import { HOUR, MINUTE } from '../units.ts';

export const http = {
  host: option(
    'HOST',
    text('an address or a host name', /^[A-Za-z0-9.:_-]+$/),
    'The address that the server listens on. Beyond this machine it needs GRAPHKEEP_API_KEY.',
    { default: '127.0.0.1' },
  ),
  port: option('PORT', wholeNumber(0, 65_535), 'The port that the server listens on; 0 takes any free one.', {
    default: '4000',
  }),
  deadlineMs: option(
    'GRAPHKEEP_DEADLINE_MS',
    duration(1, limits.maxDeadlineMs),
    'The deadline of a request whose caller gives none.',
    { default: String(limits.deadlineMs) },
  ),
  bodyLimitBytes: option(
    'GRAPHKEEP_BODY_LIMIT',
    bytes(1_024, 100 * 1_024 ** 2),
    'The largest body of a request.',
    { default: String(limits.maxBodyBytes) },
  ),
  maxBatchItems: option(
    'GRAPHKEEP_BATCH_ITEMS',
    wholeNumber(limits.maxBatchItems, 1_000),
    'Queries in one HTTP batch at most. The SDK sends up to 50.',
    {
      default: String(limits.maxBatchItems),
    },
  ),
  keepAliveMs: option(
    'GRAPHKEEP_KEEP_ALIVE_MS',
    duration(0, HOUR),
    'How long an idle connection stays open. Keep it above the idle time-out of the balancer in front.',
    { default: '72000' },
  ),
  headersTimeoutMs: option(
    'GRAPHKEEP_HEADERS_TIMEOUT_MS',
    duration(100, 5 * MINUTE),
    'How long a client may take to send the headers of a request.',
    { default: '10000' },
  ),
  requestTimeoutMs: option(
    'GRAPHKEEP_REQUEST_TIMEOUT_MS',
    duration(100, HOUR),
    'How long a client may take to send a whole request, its body included.',
    { default: '30000' },
  ),
  connectionsPerHost: option(
    'GRAPHKEEP_CONNECTIONS_PER_HOST',
    wholeNumber(1, 1_000_000),
    'Connections that one address may have open to a process; behind a trusted proxy, requests under way.',
    { default: '2000' },
  ),
  connectionsPerUser: option(
    'GRAPHKEEP_CONNECTIONS_PER_USER',
    wholeNumber(1, 1_000_000),
    'Requests that one key or one user may have under way in a process, live updates included.',
    { default: '2000' },
  ),
  trustProxy: option(
    'GRAPHKEEP_TRUST_PROXY',
    addresses(),
    "The addresses of proxies whose X-Forwarded-For is believed, for limits by address. Empty: a caller's address is that of its connection.",
    { default: '' },
  ),
  drainMs: option(
    'GRAPHKEEP_DRAIN_MS',
    duration(0, 10 * MINUTE),
    'How long the server goes on taking requests once it is told to stop, while `/readyz` answers 503. Give the balancer in front time to see it.',
    { default: ({ profile }) => (profile === 'production' ? '5000' : '0') },
  ),
  shutdownMs: option(
    'GRAPHKEEP_SHUTDOWN_MS',
    duration(0, 10 * MINUTE),
    'How long requests under way may take to end once the server takes no new ones.',
    { default: '10000' },
  ),
  corsOrigins: option(
    'GRAPHKEEP_CORS_ORIGINS',
    origins(),
    'The web origins whose pages may call the API. Empty: none.',
    { default: '' },
  ),
};

export const tls = {
  certFile: option(
    'GRAPHKEEP_TLS_CERT_FILE',
    readableFile(),
    'The certificate chain (PEM) that the server answers with; HTTPS together with GRAPHKEEP_TLS_KEY_FILE.',
  ),
  keyFile: option('GRAPHKEEP_TLS_KEY_FILE', readableFile(), 'The private key (PEM) of that certificate.'),
};
