// One file for the page, with all that it needs.
export default {
  entry: 'src/main.ts',
  platform: 'browser',
  minify: true,
  dts: false,
  deps: { alwaysBundle: /./, onlyBundle: false },
};
