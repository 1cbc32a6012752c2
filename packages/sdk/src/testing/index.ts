export { startTestGraphkeep } from './start-test-graphkeep.ts';
export type {
  OwnDomain,
  TestCaller,
  TestDomain,
  TestGraphkeep,
  TestGraphkeepOptions,
} from './types.ts';
