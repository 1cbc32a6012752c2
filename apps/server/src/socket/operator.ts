import type { Principal } from '@graphkeep/platform';
import { userId } from './socket-address.ts';

/** Whoever may use the data folder of this server may do everything, as with the key that is kept there. */
export const operator: Principal = { id: `operator-${userId()}`, scopes: ['*'] };
