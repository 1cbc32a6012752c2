import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compose, composeText, readCompose, serviceOf } from './support/compose.ts';
import { argumentsOf } from './support/dockerfile.ts';
import { makeSecrets } from './support/secrets.ts';

const stores = ['neo4j', 'redis', 'timescaledb'];

test('the schema of the Compose Specification refuses a key that there is not', () => {
  expect(() => readCompose(composeText.replace('read_only: true', 'readonly: true'))).toThrow(
    'must NOT have additional properties',
  );
});

test('profile full brings up everything, profile stores the three stores', () => {
  const inProfile = (profile: string) =>
    Object.keys(compose.services).filter((name) => serviceOf(name).profiles.includes(profile));
  expect(inProfile('full').sort()).toEqual(['neo4j', 'redis', 'server', 'timescaledb']);
  expect(inProfile('stores').sort()).toEqual(stores);
});

describe.each(Object.entries(compose.services))('%s', (_, service) => {
  test('is restarted, bounded and watched', () => {
    expect(service.restart).toBe('unless-stopped');
    expect(service.deploy.resources.limits).toEqual({
      cpus: expect.stringMatching(/^\d/),
      memory: expect.stringMatching(/^\d+[MG]$/),
      pids: expect.any(Number),
    });
    expect(service.healthcheck?.test ?? argumentsOf('HEALTHCHECK')).not.toHaveLength(0);
    expect(service.logging.options).toEqual({ 'max-size': '10m', 'max-file': '5' });
  });

  test('runs as a plain user on a read-only file system, with no capability', () => {
    expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
  });

  test('is of a known version, and open to this machine only', () => {
    if (service.build === undefined) expect(service.image).toMatch(/:\d+\.\d+/);
    for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  test('keeps its data in named volumes', () => {
    const named = service.volumes.filter((volume) => !volume.startsWith('./'));
    expect(named).not.toHaveLength(0);
    for (const volume of named) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    for (const file of service.volumes.filter((volume) => volume.startsWith('./')))
      expect(file).toMatch(/:ro$/);
  });

  test('reads secrets from files that are mounted for it', () => {
    const secret = Object.entries(service.environment ?? {}).filter(([name]) =>
      /PASSWORD|SECRET|TOKEN|KEY|AUTH|URL/.test(name),
    );
    for (const [name, value] of secret) {
      expect(name).toMatch(/_FILE$/);
      expect(service.secrets.map((mounted) => `/run/secrets/${mounted}`)).toContain(value);
    }
  });
});

test('the server waits until each store is healthy', () => {
  expect(serviceOf('server').depends_on).toEqual(
    Object.fromEntries(stores.map((store) => [store, { condition: 'service_healthy' }])),
  );
});

test('every secret comes from a file that make-secrets.sh makes, and every file is used', () => {
  const mounted = Object.values(compose.services).flatMap(({ secrets }) => secrets);
  const made = readdirSync(makeSecrets()).sort();
  expect(Object.entries(compose.secrets).map(([name, { file }]) => [name, basename(file)])).toEqual(
    Object.keys(compose.secrets).map((name) => [name, name]),
  );
  expect(made).toEqual(Object.keys(compose.secrets).sort());
  expect(made).toEqual([...new Set(mounted)].sort());
});
