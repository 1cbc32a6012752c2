import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
/** Before memory is measured: what is only waiting to be collected does not count. */
export const collectGarbage: () => void = runInNewContext('gc');
