/** The command line asks for something that cannot be: the message says what would be right. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** The person said no, or pressed Ctrl-C. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}
