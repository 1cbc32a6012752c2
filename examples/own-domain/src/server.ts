//#region server
import { loadConfig } from '@graphkeep/core';
import { startServer } from '@graphkeep/server';
import { graph } from './definitions.ts';
import { procedures } from './procedures.ts';

const { url, developmentKey, close } = await startServer(loadConfig(process.env), {
  serves: { domain: { graph }, procedures },
});
console.log(`The library is open at ${url}`);
if (developmentKey) console.log(`Key for development: ${developmentKey}`);
const stop = () => void close();
process.once('SIGTERM', stop).once('SIGINT', stop);
//#endregion
