import { duration, jwksAddress, text, wholeNumber } from '../kinds.ts';
import { option, secretOption } from '../option.ts';
import { HOUR, MINUTE, SECOND } from '../units.ts';

const rootSecret = () => text('at least 32 characters, made at random', /^.{32,}$/s);

export const auth = {
  apiKey: secretOption(
    'GRAPHKEEP_API_KEY',
    text('gk_ and at least 32 letters, digits, _ or -', /^gk_[A-Za-z0-9_-]{32,}$/),
    'A key that callers send as `Authorization: Bearer gk_…`, and that may do everything. More keys, with fewer rights, are made by the server.',
  ),
};

export const jwt = {
  issuer: option(
    'GRAPHKEEP_JWT_ISSUER',
    text('the issuer as tokens name it, like https://login.example.org/'),
    'Who makes the tokens (JWT) that callers may send instead of a key: their `iss`.',
  ),
  audience: option(
    'GRAPHKEEP_JWT_AUDIENCE',
    text('the audience as tokens name it, like graphkeep'),
    'Whom those tokens are made for: their `aud`. One for somebody else is refused.',
  ),
  secret: secretOption(
    'GRAPHKEEP_JWT_SECRET',
    rootSecret(),
    'What the tokens are signed with (HS256). Either this or GRAPHKEEP_JWT_JWKS_URL.',
  ),
  jwksUrl: option(
    'GRAPHKEEP_JWT_JWKS_URL',
    jwksAddress(),
    'Where the issuer publishes its keys (JWKS). They are read again when a token names one that is not known.',
  ),
  ownerClaim: option(
    'GRAPHKEEP_JWT_OWNER_CLAIM',
    text('the name of a claim', /^\S+$/),
    'The claim whose value is the owner: its user sees and writes what that owner owns, and nothing of others. A token without it is refused, unless its scopes have `all-owners`.',
    { default: 'sub' },
  ),
  scopesClaim: option(
    'GRAPHKEEP_JWT_SCOPES_CLAIM',
    text('the name of a claim', /^\S+$/),
    'The claim with the scopes, as a list or a text with spaces between.',
    { default: 'scope' },
  ),
  toleranceMs: option(
    'GRAPHKEEP_JWT_TOLERANCE_MS',
    duration(0, 5 * MINUTE),
    "By how much the issuer's clock may differ from this one.",
    { default: '5000' },
  ),
};

export const secrets = {
  root: secretOption(
    'GRAPHKEEP_SECRET',
    rootSecret(),
    'What signs cursors and encrypts fields; the same for all servers. Unset: cursors end with the process, and nothing is encrypted.',
  ),
  previous: secretOption(
    'GRAPHKEEP_PREVIOUS_SECRET',
    rootSecret(),
    'The secret before this one: what it encrypted stays readable.',
  ),
};

const callsPerWindow = (whose: string) =>
  [
    wholeNumber(0, 1_000_000_000),
    `How many calls ${whose} may make within GRAPHKEEP_RATE_WINDOW_MS; 0: as many as it wants. A batch counts as what it holds.`,
    { default: ({ profile }: { readonly profile: string }) => (profile === 'production' ? '120000' : '0') },
  ] as const;

export const rates = {
  perKey: option('GRAPHKEEP_RATE_PER_KEY', ...callsPerWindow('one key')),
  perAddress: option('GRAPHKEEP_RATE_PER_ADDRESS', ...callsPerWindow('one address')),
  windowMs: option(
    'GRAPHKEEP_RATE_WINDOW_MS',
    duration(SECOND, HOUR),
    'The window of these limits. All processes share them through Redis.',
    { default: '60000' },
  ),
};
