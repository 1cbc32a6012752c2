import type { DriverLike } from '../../src/neogma/index.ts';

export interface Ran {
  readonly statement: string;
  readonly parameters: Record<string, unknown>;
  readonly session: object;
  readonly config: object;
}

/** A driver that answers nothing and remembers what it was asked. */
export const recordingDriver = (): { driver: DriverLike; ran: Ran[]; open: () => number } => {
  const ran: Ran[] = [];
  let open = 0;
  const driver: DriverLike = {
    session: (session) => {
      open++;
      return {
        run: async (statement, parameters, config) => {
          ran.push({ statement, parameters, session, config });
          return { records: [], summary: { counters: { updates: () => ({}) } } };
        },
        close: async () => {
          open--;
        },
      };
    },
  };
  return { driver, ran, open: () => open };
};
