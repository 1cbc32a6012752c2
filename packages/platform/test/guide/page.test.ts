import { filledGuide } from '@graphkeep/test/guide';
import { expect, it } from 'vitest';

const here = new URL(import.meta.url);
const page = '../../../../docs/platform.md';

it('shows in docs/platform.md the code that is compiled and run here: npm test -- --filter=@graphkeep/platform -- test/guide -u', async () => {
  await expect(filledGuide(new URL(page, here), new URL('./', here))).toMatchFileSnapshot(page);
});
