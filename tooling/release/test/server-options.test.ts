import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@graphkeep/core';
import { expect, test } from 'vitest';
import { serviceOf } from './support/compose.ts';
import { imageEnvironment } from './support/dockerfile.ts';
import { makeSecrets } from './support/secrets.ts';

const secrets = makeSecrets();

/** What the server finds in its container, with the secrets where they were made. */
const environment: Record<string, string> = Object.fromEntries(
  Object.entries({ ...imageEnvironment, ...serviceOf('server').environment }).map(([name, value]) => [
    name,
    value.replace('/run/secrets', secrets),
  ]),
);

test('the server takes the options of docker-compose.yml, in its production profile', () => {
  const config = loadConfig(environment);
  expect(config.profile).toBe('production');
  expect(config.http).toMatchObject({ host: '0.0.0.0', port: 4000 });
  expect(config.auth.apiKey?.reveal()).toBe(readFileSync(join(secrets, 'api_key'), 'utf8'));
  expect(config.graph.url).toBe('bolt://neo4j:7687');
  expect(`neo4j/${config.graph.password?.reveal()}`).toBe(readFileSync(join(secrets, 'neo4j_auth'), 'utf8'));
  expect(config.redis?.url.reveal()).toMatch(/^redis:\/\/graphkeep:[0-9a-f]{64}@redis:6379$/);
  expect(config.sql?.url.reveal()).toMatch(
    /^postgresql:\/\/graphkeep:[0-9a-f]{64}@timescaledb:5432\/graphkeep$/,
  );
});

test('it would refuse to reach the stores without TLS, were they not named as private', () => {
  const { GRAPHKEEP_PRIVATE_NETWORK: named, ...rest } = environment;
  expect(named?.split(',')).toEqual(['neo4j', 'redis', 'timescaledb']);
  expect(() => loadConfig(rest)).toThrow(/without TLS/);
});
