import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Check } from '../check.ts';
import { fine, type Trouble } from '../finding.ts';
import { reasonOf } from '../time-limit.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

/** Whether the certificate of the server is good, and for how long yet. */
export const tlsCheck: Check = {
  name: 'tls',
  run: async ({ config: { http } }) => {
    if (!http.tls) return [];
    const { certFile, keyFile } = http.tls;
    try {
      const certificate = new X509Certificate(readFileSync(certFile));
      if (!certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile))))
        return [notTogether(certFile, keyFile)];
      return [judgedLife(certFile, certificate.validToDate, new Date())];
    } catch (error) {
      return [
        {
          severity: 'error',
          what: `${certFile} and ${keyFile} cannot be used: ${reasonOf(error)}.`,
          why: 'The server cannot start with them.',
          remedy: 'Set GRAPHKEEP_TLS_CERT_FILE and GRAPHKEEP_TLS_KEY_FILE to PEM files.',
        },
      ];
    }
  },
};

export const judgedLife = (file: string, until: Date, now: Date) => {
  const days = Math.floor((until.getTime() - now.getTime()) / DAY_MS);
  const date = until.toISOString().slice(0, 10);
  if (days >= SOON_DAYS) return fine(`${file} is good until ${date}`);
  const over = until <= now;
  return {
    severity: over ? 'error' : 'warning',
    what: over ? `${file} has expired on ${date}.` : `${file} expires on ${date}, in ${days} days.`,
    why: 'Clients refuse a certificate that has expired.',
    remedy: 'Put a new one into the same files: a running server takes it within a second.',
  } as const;
};

const notTogether = (certFile: string, keyFile: string): Trouble => ({
  severity: 'error',
  what: `${keyFile} is not the key of ${certFile}.`,
  why: 'The server cannot start with them; one that runs goes on with the last good pair.',
  remedy: 'Put the key and the certificate that belong together into these files.',
});
