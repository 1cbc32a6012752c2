import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { rootCertificates, type ConnectionOptions as TlsOptions } from 'node:tls';
import { GraphkeepError, parseRedisAddress, type RedisAddress, type Secret } from '@graphkeep/core';

export interface AddressOptions {
  /** Read anew at each reconnection, so that a password may change while the process runs. */
  readonly url: Secret;
  /**
   * A file (PEM) with certificate authorities that are trusted besides the customary ones, read anew at each
   * reconnection; for addresses with TLS.
   */
  readonly caFile?: string;
}

export interface CurrentAddress extends RedisAddress {
  /** For a connection to `host`, or to one that is not known yet. */
  tlsFor(host?: string): TlsOptions | undefined;
}

/** Answers the address as it is now. The first call throws where the address or the file is bad; later ones keep the last good. */
export const addressReader = ({ url, caFile }: AddressOptions): (() => CurrentAddress) => {
  const read = (): CurrentAddress => {
    const address = parseRedisAddress(url.reveal());
    if (address === undefined) {
      throw new GraphkeepError(
        'invalid_input',
        'The address of Redis must be redis://host:6379, redis+sentinel://host:26379,host:26379/NAME or redis+cluster://host:6379,host:6379, with rediss for TLS.',
        { field: 'url' },
      );
    }
    const ca = address.tls && caFile !== undefined ? [...rootCertificates, authoritiesIn(caFile)] : undefined;
    return {
      ...address,
      tlsFor: (host = '') =>
        address.tls ? { ...(isName(host) && { servername: host }), ...(ca && { ca }) } : undefined,
    };
  };
  let last = read();
  return () => {
    try {
      last = read();
    } catch {
      // In the middle of a rotation: the last good one holds, and the next reconnection looks again.
    }
    return last;
  };
};

const isName = (host: string): boolean => host !== '' && isIP(host) === 0;

const authoritiesIn = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new GraphkeepError('invalid_input', `caFile must be a file that can be read, not ${file}.`, {
      field: 'caFile',
      cause,
    });
  }
};
