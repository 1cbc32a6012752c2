import { suite } from '@graphkeep/test';

// These tests wait for servers more than they compute: one worker for each core less one would wait for one at a time.
export default suite({ isolate: true, maxWorkers: 4 });
