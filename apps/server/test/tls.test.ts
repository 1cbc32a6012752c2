import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer } from './servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphkeep-tls-'));
const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
/** A new key and a certificate for it, under this name. */
const issue = (name: string): void => {
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  execFileSync('openssl', ['req', '-x509', ...key, '-out', certFile, '-days', '1', ...names], {
    stdio: 'ignore',
  });
};
beforeAll(() => issue('first'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('answers by HTTPS with the certificate of its files', async () => {
  await using server = await startTestServer({
    GRAPHKEEP_TLS_CERT_FILE: certFile,
    GRAPHKEEP_TLS_KEY_FILE: keyFile,
  });
  expect(server.url).toMatch(/^https:/);
  const status = await new Promise((resolve, reject) => {
    request(`${server.url}/livez`, { ca: readFileSync(certFile) }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(200);
});

it('takes a new certificate when its files change, and keeps the old one while they do not fit', async () => {
  await using server = await startTestServer({
    GRAPHKEEP_TLS_CERT_FILE: certFile,
    GRAPHKEEP_TLS_KEY_FILE: keyFile,
  });
  const { hostname, port } = new URL(server.url);
  const nameShown = () =>
    new Promise<string | string[] | undefined>((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().subject.CN);
        socket.destroy();
      }).on('error', reject);
    });
  expect(await nameShown()).toBe('first');
  const key = readFileSync(keyFile);
  issue('second');
  const nextKey = readFileSync(keyFile);
  writeFileSync(keyFile, key);
  await eventually(() => expect(server.logged.join()).toContain('the new certificate cannot be used'));
  expect(await nameShown()).toBe('first');
  writeFileSync(keyFile, nextKey);
  await eventually(async () => expect(await nameShown()).toBe('second'));
});
