import { history } from './history.ts';
import { report } from './report.ts';
import { start } from './start.ts';

export const validation = { start, report, history };
