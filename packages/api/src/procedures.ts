import { authenticate } from './middleware/authenticate.ts';
import { inContext } from './middleware/in-context.ts';
import { observe } from './middleware/observe.ts';
import { t } from './trpc.ts';

/** For whoever asks: health and version. */
export const openProcedure = t.procedure.use(inContext).use(observe);
/** For callers with a key. */
export const procedure = openProcedure.use(authenticate);
