export { type CreateRawClient, type RawClient, rawClient } from './raw-client.ts';
export { withLinks } from './with-links.ts';
