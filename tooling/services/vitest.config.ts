import { suite } from '@graphkeep/test';

// A Neo4j takes up to 10 s to start beside another package. These tests wait for servers more than they compute: one worker for each core less one would wait for one at a time.
export default suite({ isolate: true, maxWorkers: 4, testTimeout: 60_000 });
