import { readFileSync, statSync } from 'node:fs';
import type { Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { Config, Logger } from '@graphkeep/core';

type TlsConfig = NonNullable<Config['http']['tls']>;

const CHECK_MS = 1_000;

export const readTls = ({ certFile, keyFile }: TlsConfig) => ({
  cert: readFileSync(certFile),
  key: readFileSync(keyFile),
});

/**
 * Takes a new certificate as soon as its files are there; connections that are open keep theirs. While the two files do not
 * fit together, as between two writes, the last good pair holds.
 */
export const reloadTls = (server: Server, config: TlsConfig, log: Logger): (() => void) => {
  if (!(server instanceof TlsServer)) return () => {};
  let seen = versionOf(config);
  let failing = false;
  const check = (): void => {
    try {
      const version = versionOf(config);
      if (version === seen) return;
      server.setSecureContext(readTls(config));
      seen = version;
      failing = false;
      log.info({ certFile: config.certFile }, 'a new certificate is in use');
    } catch (error) {
      if (!failing) log.error({ err: error, ...config }, 'the new certificate cannot be used');
      failing = true;
    }
  };
  const timer = setInterval(check, CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
};

const versionOf = ({ certFile, keyFile }: TlsConfig): string =>
  [certFile, keyFile]
    .map((file) => {
      const { mtimeNs, ino, size } = statSync(file, { bigint: true });
      return `${mtimeNs}:${ino}:${size}`;
    })
    .join();
