import { choice, folder, hostNames, wholeNumber } from '../kinds.ts';
import { option } from '../option.ts';

export const general = {
  profile: option(
    'GRAPHKEEP_PROFILE',
    choice(['development', 'test', 'production']),
    'Some defaults depend on it, and production refuses to start with what is unsafe.',
    { default: 'development' },
  ),
  dataDir: option(
    'GRAPHKEEP_DATA',
    folder(),
    'The folder of all embedded stores. One process at a time uses it.',
    {
      default: '.graphkeep',
    },
  ),
  workers: option(
    'GRAPHKEEP_WORKERS',
    wholeNumber(1, 1_024),
    'Server processes that share the port. More than one need a Neo4j server and Redis.',
    { default: '1' },
  ),
  privateNetwork: option(
    'GRAPHKEEP_PRIVATE_NETWORK',
    hostNames(),
    'The hosts of stores, with commas between, that only a private network leads to: production takes plain connections to them.',
    { default: '' },
  ),
};
