import { run } from '../../src/run.ts';

const LINE = /^((?:\w+=\S+ )*)graphkeep (.+)$/;

/** Runs command lines one after the other, as a shell would, until one fails. */
for (const line of process.argv.slice(2)) {
  const [, settings = '', words = ''] = LINE.exec(line) ?? [];
  const env = Object.fromEntries(
    settings
      .trim()
      .split(' ')
      .map((one) => one.split('=')),
  );
  process.stdout.write(`$ ${line}\n`);
  const code = await run(words.split(' '), {
    env: { ...process.env, ...env },
    out: (text) => process.stdout.write(text),
    err: (text) => process.stdout.write(text),
    interactive: false,
    ask: async () => 'no',
    interrupted: () => new AbortController().signal,
  });
  if (code !== 0) process.exit(code);
}
