import { connect } from 'node:net';

const CONNECT_MS = 2_000;

/** Whether a process listens there; the file of a dead one may still be there. */
export const answersAt = (path: string): Promise<boolean> =>
  new Promise((settle) => {
    const socket = connect({ path });
    const end = (answer: boolean): void => {
      socket.destroy();
      settle(answer);
    };
    socket.setTimeout(CONNECT_MS, () => end(true));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
