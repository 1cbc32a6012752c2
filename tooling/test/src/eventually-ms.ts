/** Ends a test that would wait for ever; no claim about time: a busy machine may stand still for seconds. */
export const EVENTUALLY_MS = 20_000;
