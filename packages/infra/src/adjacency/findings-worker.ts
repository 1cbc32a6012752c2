import { parentPort, workerData } from 'node:worker_threads';
import { linksOf } from './adjacency.ts';
import type { LookedThrough } from './findings.ts';
import { findingsIn } from './findings-in.ts';

const links = linksOf(workerData);
const answer: LookedThrough = { links, found: findingsIn(links) };
parentPort?.postMessage(answer);
