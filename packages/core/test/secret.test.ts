import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretFromFile, secretOf } from '../src/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secret-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('shows a secret only when it is asked to', () => {
  const secret = secretOf('hunter2');
  expect(secret.reveal()).toBe('hunter2');
  const shown = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }, { showHidden: true }),
  ];
  expect(shown.join()).not.toContain('hunter2');
  expect(JSON.stringify({ secret })).toBe('{"secret":"[redacted]"}');
});

describe('a secret in a file', () => {
  const fileWith = (content: string): string => {
    const file = join(folder, 'password');
    writeFileSync(file, content);
    return file;
  };

  it('is read again when the file changes, also to one of the same length', () => {
    const file = fileWith('first\n');
    const secret = secretFromFile(file);
    expect(secret.reveal()).toBe('first');
    writeFileSync(join(folder, 'next'), 'other\n');
    renameSync(join(folder, 'next'), file);
    expect(secret.reveal()).toBe('other');
    writeFileSync(file, 'a third one');
    expect(secret.reveal()).toBe('a third one');
  });

  it('holds while the file is empty or away, and follows it when it is back', () => {
    const file = fileWith('first');
    const secret = secretFromFile(file);
    writeFileSync(file, '');
    expect(secret.reveal()).toBe('first');
    rmSync(file);
    expect(secret.reveal()).toBe('first');
    fileWith('second');
    expect(secret.reveal()).toBe('second');
  });

  it('must be there at the start', () => {
    expect(() => secretFromFile(join(folder, 'none'))).toThrow('ENOENT');
    expect(() => secretFromFile(fileWith(' \n'))).toThrow('is empty');
  });
});
