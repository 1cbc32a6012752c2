// The SDK's sources with all that they need, as the bundler of a web page would make them.
export default {
  cwd: process.cwd(),
  entry: { sdk: 'src/index.ts' },
  outDir: process.env['BUNDLE'],
  platform: 'browser',
  minify: true,
  dts: false,
  deps: { alwaysBundle: /./, onlyBundle: false },
  inputOptions: { resolve: { conditionNames: ['@graphkeep/source', 'import', 'browser', 'default'] } },
};
