import { authenticate } from './middleware/authenticate.ts';
import { inContext } from './middleware/in-context.ts';
import { inTime } from './middleware/in-time.ts';
import { observe } from './middleware/observe.ts';
import { typedErrors } from './middleware/typed-errors.ts';
import { t } from './trpc.ts';

/** For whoever asks: the version. */
export const openProcedure = t.procedure.use(typedErrors).use(inContext).use(observe).use(inTime);
/** For callers with a key. */
export const procedure = openProcedure.use(authenticate);
