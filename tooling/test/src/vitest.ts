import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { EVENTUALLY_MS } from './eventually-ms.ts';

/** The vitest configuration of every package: sources instead of builds, and a report that the closing line is summed from. */
export const suite = (test: NonNullable<ViteUserConfig['test']> = {}): ViteUserConfig => {
  const conditions = ['@graphkeep/source', 'module', 'node', 'development|production'];
  return defineConfig({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      include: ['test/**/*.test.ts'],
      reporters: ['default', 'json'],
      outputFile: { json: 'reports/vitest.json' },
      // A Neo4j that was just started plans its first statements for seconds each on a busy machine.
      testTimeout: 60_000,
      hookTimeout: 120_000,
      expect: { poll: { timeout: EVENTUALLY_MS } },
      // Packages are tested side by side, so each takes one core, and loads what it imports once for all its files.
      isolate: false,
      maxWorkers: 1,
      ...test,
    },
  });
};
