import { createHash, randomBytes } from 'node:crypto';

const ROUNDS = 1024;

/** The file that `neo4j-admin dbms set-initial-password` writes; to run that costs the start of a JVM. */
export function authFile(username: string, password: string): string {
  const salt = randomBytes(32);
  let digest = createHash('sha256').update(salt).update(password).digest();
  for (let round = 1; round < ROUNDS; round += 1) digest = createHash('sha256').update(digest).digest();
  return `${username}:SHA-256,${digest.toString('hex')},${salt.toString('hex')},${ROUNDS}:\n`;
}
