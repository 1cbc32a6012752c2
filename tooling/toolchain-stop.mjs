/** What the user has to put right: shown as one line, without a stack. */
export class Stop extends Error {}
