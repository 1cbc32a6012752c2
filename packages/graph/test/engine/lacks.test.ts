import { expect, it } from 'vitest';
import { renderLacks } from '../../src/engine/lacks.ts';

it('stands in the docs as it stands in the table', async () => {
  await expect(renderLacks()).toMatchFileSnapshot('../../../../docs/graph-engines.md');
});
