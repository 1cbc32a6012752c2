import { isIP } from 'node:net';

/** Whether only this machine reaches what listens there. An empty host and a path are sockets of this machine. */
export const isLoopback = (host: string): boolean => {
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare === '' || bare === 'localhost' || bare === '::1' || bare.startsWith('/')) return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
};
