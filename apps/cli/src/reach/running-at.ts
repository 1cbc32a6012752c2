import { answersAt, socketOf } from '@graphkeep/server/socket';

/** The socket of the server that runs on a data folder; undefined where none does. */
export const runningAt = async (dataDir: string): Promise<string | undefined> => {
  const socket = socketOf(dataDir);
  return (await answersAt(socket)) ? socket : undefined;
};
