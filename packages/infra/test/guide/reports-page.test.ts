import { filledGuide } from '@graphkeep/test/guide';
import { expect, it } from 'vitest';

const here = new URL(import.meta.url);

it('shows in docs/infra-reports.md the code that is compiled and run here: npm test -- --filter=@graphkeep/infra -- -u', async () => {
  const page = '../../../../docs/infra-reports.md';
  await expect(filledGuide(new URL(page, here), new URL('./', here))).toMatchFileSnapshot(page);
});
