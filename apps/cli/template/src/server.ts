import { loadConfig } from '@graphkeep/core';
import { startServer } from '@graphkeep/server';
import { graph } from './domain.ts';
import { procedures } from './procedures.ts';

const { url, developmentKey, close } = await startServer(loadConfig(process.env), {
  serves: { domain: { graph }, procedures },
});
console.log(`Listening at ${url}`);
if (developmentKey) console.log(`Key for development: ${developmentKey}`);
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void close());
