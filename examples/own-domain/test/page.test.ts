import { filledGuide } from '@graphkeep/test/guide';
import { expect, it } from 'vitest';

const page = '../../../docs/own-domain.md';
const here = new URL(import.meta.url);

it('shows in docs/own-domain.md the code that is compiled and run here: npm test -- --filter=@graphkeep/own-domain -- -u', async () => {
  await expect(filledGuide(new URL(page, here), new URL('../', here))).toMatchFileSnapshot(page);
});
