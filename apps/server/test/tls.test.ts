import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer } from './servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphkeep-tls-'));
const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
beforeAll(() => {
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  execFileSync('openssl', ['req', '-x509', ...key, '-out', certFile, '-days', '1', ...names], {
    stdio: 'ignore',
  });
});
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
