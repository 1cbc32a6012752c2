import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSecrets, runScript } from './support/secrets.ts';

test('secrets are made by chance, in a folder that is closed to other users', () => {
  const [one, other] = [makeSecrets(), makeSecrets()];
  expect(statSync(one).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(one)) {
    const text = readFileSync(join(one, name), 'utf8');
    expect(text).toMatch(/[0-9a-f]{64}/);
    expect(text).not.toBe(readFileSync(join(other, name), 'utf8'));
    expect(statSync(join(one, name)).mode & 0o777).toBe(0o644);
  }
});

test('secrets that are there stay as they are', () => {
  const folder = makeSecrets();
  const key = readFileSync(join(folder, 'api_key'), 'utf8');
  expect(() => runScript(folder)).toThrow('holds secrets already');
  expect(readFileSync(join(folder, 'api_key'), 'utf8')).toBe(key);
});
