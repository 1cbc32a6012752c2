// Not TypeScript: tsdown's own declarations do not stand up to skipLibCheck: false.
export default {
  cwd: process.cwd(),
  entry: {
    models: 'src/index.ts',
    story: 'src/story/index.ts',
    infra: 'src/infra/index.ts',
    json: 'src/json/index.ts',
  },
  outDir: process.env['BUNDLE_FOLDER'],
  platform: 'browser',
  format: 'esm',
  minify: true,
  dts: false,
  deps: { alwaysBundle: /./, onlyBundle: false },
  inputOptions: { resolve: { conditionNames: ['@graphkeep/source', 'browser', 'import', 'default'] } },
};
