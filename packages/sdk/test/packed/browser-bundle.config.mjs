// The SDK with all that it needs, as the bundler of a web page would make it.
export default {
  cwd: process.cwd(),
  entry: { sdk: 'node_modules/@graphkeep/sdk/dist/index.js' },
  outDir: 'browser',
  platform: 'browser',
  minify: true,
  dts: false,
  deps: { alwaysBundle: /./, onlyBundle: false, onlyImport: [] },
};
