import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeConfig, loadConfig, renderOptionsPage } from '../../src/index.ts';

const page = new URL('../../../../docs/configuration.md', import.meta.url);

it('is what docs/configuration.md says: npm run graphkeep -- config docs --output docs/configuration.md', () => {
  expect(readFileSync(page, 'utf8')).toBe(renderOptionsPage());
});

it('lists every option once, with a default that is accepted in every profile', () => {
  const text = renderOptionsPage();
  for (const { name } of describeConfig(loadConfig({}))) {
    expect(
      text.split('\n').filter((line) => line.startsWith(`| \`${name}\``)),
      name,
    ).toHaveLength(1);
  }
  loadConfig({
    GRAPHKEEP_PROFILE: 'test',
    REDIS_URL: 'redis://localhost',
    DATABASE_URL: 'postgres://localhost/x',
  });
});
