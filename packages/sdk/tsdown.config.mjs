// Not TypeScript: tsdown's own declarations do not stand up to skipLibCheck: false.
import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: 'src/index.ts',
  format: 'esm',
  platform: 'neutral',
  tsconfig: 'tsconfig.build.json',
  dts: { sourcemap: false },
  deps: {
    neverBundle: true,
    // The types of the server's procedures become part of the SDK's own; nothing else of the server does.
    dts: { alwaysBundle: ['@graphkeep/api', '@graphkeep/platform', '@graphkeep/story'], neverBundle: true },
    onlyImport: ['@graphkeep/contract', '@graphkeep/models', '@trpc/client', '@trpc/server', 'superjson'],
  },
  // Else imports of what was left out stay behind, as if for their side effects.
  treeshake: { moduleSideEffects: 'no-external' },
});
