import { GraphkeepError } from '../errors.ts';

/** Said by a guard itself: nothing was called, and calling again at once would be refused again. */
export class Refusal extends GraphkeepError {}
