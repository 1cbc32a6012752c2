import { filledGuide } from '@graphkeep/test/guide';
import { expect, it } from 'vitest';

const here = new URL(import.meta.url);

it('shows in docs/sql.md the code that is compiled and run here: npm test -- --filter=@graphkeep/sql -- -u', async () => {
  const page = '../../../../docs/sql.md';
  await expect(filledGuide(new URL(page, here), new URL('./', here))).toMatchFileSnapshot(page);
});
