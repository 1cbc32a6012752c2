import { parseArgs } from 'node:util';
import { installAll } from './cli/install.ts';
import { startHeld } from './cli/start.ts';
import { showStatus } from './cli/status.ts';
import { endServices } from './client/end.ts';
import { Services } from './client/services.ts';
import { readEnvironment, readToolEnvironment } from './environment.ts';
import { foldersIn } from './folders.ts';

const USAGE = `npm run services -- start [neo4j] [redis] [postgres] [cluster] [sentinel]
                              hold stores up until stop and print how to reach them
npm run services -- stop      give up what start held
npm run services -- status    what runs, and who uses it
npm run services -- end       stop what nobody uses (the end of a test run)
npm run services -- install   download and prepare all, for later runs without a network
`;

const { positionals } = parseArgs({ allowPositionals: true });
const [command, ...names] = positionals;
const environment = readEnvironment();
const folders = foldersIn(environment.cache);

switch (command) {
  case 'start':
    process.exitCode = await startHeld(new Services({ environment }), names);
    break;
  case 'stop':
    await endServices(folders, { held: true });
    break;
  case 'end':
    await endServices(folders, { held: false });
    break;
  case 'status':
    await showStatus(folders);
    break;
  case 'install':
    process.exitCode = await installAll(folders.cache, readToolEnvironment());
    break;
  default:
    process.stderr.write(USAGE);
    process.exitCode = 2;
}
