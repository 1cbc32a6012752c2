import { filledGuide } from '@graphkeep/test/guide';
import { expect, it } from 'vitest';

const page = '../../../docs/react.md';
const here = new URL(import.meta.url);

it('shows in docs/react.md the code that is compiled and run here: npm test -- --filter=@graphkeep/sdk-react -- -u', async () => {
  await expect(filledGuide(new URL(page, here), new URL('../', here))).toMatchFileSnapshot(page);
});
