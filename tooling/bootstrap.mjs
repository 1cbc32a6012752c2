// node tooling/bootstrap.mjs <command> [args] [--and <command> [args]]...
// Only this file is parsed by an old Node: it has to stay old syntax without static imports, else nobody could read the message.
const major = Number(process.versions.node.split('.')[0]);

if (major < 20) {
  console.error(
    'graphkeep: Node ' +
      process.versions.node +
      ' is too old. Install Node 20 or newer from https://nodejs.org, then run the same command again.',
  );
  process.exitCode = 1;
} else {
  void import('./toolchain-main.mjs').then((toolchain) => toolchain.main(process.argv.slice(2)));
}
