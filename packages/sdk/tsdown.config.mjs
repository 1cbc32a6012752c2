// Not TypeScript: tsdown's own declarations do not stand up to skipLibCheck: false.
import { defineConfig } from 'tsdown';

const base = {
  format: 'esm',
  platform: 'neutral',
  tsconfig: 'tsconfig.build.json',
  dts: { sourcemap: false },
  // Else imports of what was left out stay behind, as if for their side effects.
  treeshake: { moduleSideEffects: 'no-external' },
};

export default defineConfig([
  {
    ...base,
    entry: { index: 'src/index.ts', raw: 'src/raw/index.ts' },
    deps: {
      neverBundle: true,
      // The types of the server's procedures become part of the SDK's own; nothing else of the server does.
      dts: {
        alwaysBundle: [
          '@graphkeep/api',
          '@graphkeep/cache',
          '@graphkeep/infra',
          '@graphkeep/platform',
          '@graphkeep/story',
        ],
        neverBundle: true,
      },
      onlyImport: [
        '@graphkeep/contract',
        '@graphkeep/models',
        '@trpc/client',
        '@trpc/server',
        'superjson',
        'zod',
      ],
    },
  },
  {
    ...base,
    // They import the SDK by its name, so that there is one of it.
    entry: { react: 'src/react/index.ts', testing: 'src/testing/index.ts' },
    deps: { neverBundle: true, dts: { neverBundle: true } },
  },
]);
