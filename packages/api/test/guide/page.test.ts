import { filledGuide } from '@graphkeep/test/guide';
import { expect, it } from 'vitest';

const page = '../../../../docs/api.md';
const here = new URL(import.meta.url);

it('shows in docs/api.md the code that is compiled and run here: npm test -- --filter=@graphkeep/api -- -u', async () => {
  await expect(filledGuide(new URL(page, here), new URL('./', here))).toMatchFileSnapshot(page);
});
