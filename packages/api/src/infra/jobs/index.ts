import { cancel } from './cancel.ts';
import { status } from './status.ts';

export const jobs = { status, cancel };
