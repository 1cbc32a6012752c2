import { describe, expect, it } from 'vitest';
import { openEmbeddedDriver } from '../src/engine/embedded/driver/open-embedded-driver.ts';
import { openTck } from './tck/artifact.ts';
import { contentsOf } from './tck/contents.ts';
import type { Scenario } from './tck/feature.ts';
import { judge, type Subject, type Verdict } from './tck/scenario.ts';

const tck = openTck();

describe.skipIf(!tck)('the openCypher TCK through the embedded driver', () => {
  it('is answered rightly or refused, never wrongly', { timeout: 120_000 }, async () => {
    const tally = { right: 0, refused: 0, wrong: 0 };
    const wrong: string[] = [];
    for (const scenario of tck?.scenarios ?? []) {
      const verdict = await run(scenario);
      tally[verdict.is]++;
      if (verdict.is === 'wrong') wrong.push(`${scenario.name}: ${verdict.why}`);
    }
    console.log(`openCypher TCK: ${JSON.stringify(tally)}`);
    expect(wrong).toEqual([]);
    expect(tally.right).toBeGreaterThanOrEqual(1_900);
  });
});

const run = async (scenario: Scenario): Promise<Verdict> => {
  const driver = openEmbeddedDriver();
  const session = driver.session();
  const subject: Subject = {
    run: async (text, params) => {
      const result = session.run(text, params);
      const keys = await result.keys();
      const { records } = await result;
      return { keys: keys.map(String), rows: records.map((record) => [...record.values()]) };
    },
    contents: () => contentsOf(driver),
  };
  try {
    return await judge(scenario, subject, (name) => tck?.graph(name) ?? '');
  } finally {
    await session.close();
    await driver.close();
  }
};
