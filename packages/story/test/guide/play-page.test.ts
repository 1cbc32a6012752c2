import { filledGuide } from '@graphkeep/test/guide';
import { expect, it } from 'vitest';

const here = new URL(import.meta.url);

it.each(['story-play.md', 'story-progress.md'])(
  'shows in docs/%s the code that is compiled and run here: npm test -- --filter=@graphkeep/story -- -u',
  async (name) => {
    const page = `../../../../docs/${name}`;
    await expect(filledGuide(new URL(page, here), new URL('./', here))).toMatchFileSnapshot(page);
  },
);
