/** An id of a Redis stream in numbers: milliseconds of the server, and a sequence within one. */
export interface Position {
  readonly ms: number;
  readonly sequence: number;
}

export const START: Position = { ms: 0, sequence: 0 };

export const parsePosition = (id: string): Position => {
  const [ms = '0', sequence = '0'] = id.split('-');
  return { ms: Number(ms), sequence: Number(sequence) };
};

export const formatPosition = ({ ms, sequence }: Position): string => `${ms}-${sequence}`;

export const isBefore = (a: Position, b: Position): boolean =>
  a.ms < b.ms || (a.ms === b.ms && a.sequence < b.sequence);
