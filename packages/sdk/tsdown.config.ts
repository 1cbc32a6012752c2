import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'neutral',
  dts: true,
  deps: {
    neverBundle: true,
    dts: { alwaysBundle: ['@graphkeep/api', '@graphkeep/platform'], neverBundle: true },
  },
});
