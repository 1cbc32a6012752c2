import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogger, Deadline, GraphkeepError, runInContext, secretOf } from '../src/index.ts';

const API_KEY = `gk_${'k1'.repeat(16)}`;

const capture = () => {
  const lines: string[] = [];
  const log = createLogger({
    level: 'debug',
    name: 'test',
    destination: { write: (line) => void lines.push(line) },
  });
  return { log, lines, last: (): unknown => JSON.parse(lines.at(-1) ?? '') };
};

describe('a log line', () => {
  it('is JSON with level, name and the time in UTC', () => {
    const { log, lines, last } = capture();
    log.info({ port: 4_000 }, 'listening');
    expect(last()).toMatchObject({ level: 'info', name: 'test', port: 4_000, msg: 'listening' });
    expect(last()).toHaveProperty('time', expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  });

  it('names the request that it belongs to', () => {
    const { log, last } = capture();
    using deadline = Deadline.after(1_000);
    runInContext({ requestId: 'req_1', traceparent: '00-x', deadline }, () =>
      log.child({ part: 'graph' }).warn('slow'),
    );
    expect(last()).toMatchObject({ requestId: 'req_1', traceparent: '00-x', part: 'graph' });
    log.info('idle');
    expect(last()).not.toHaveProperty('requestId');
  });

  it('tells the code of an error, and all its causes', () => {
    const { log, last } = capture();
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    const error = new GraphkeepError('unavailable', 'The graph is away.', { cause: reset });
    log.error(error, 'failed');
    log.error({ err: error }, 'failed');
    expect(last()).toMatchObject({
      msg: 'failed',
      err: {
        type: 'GraphkeepError',
        code: 'unavailable',
        message: 'The graph is away.',
        stack: expect.stringContaining('log.test.ts'),
        cause: { message: 'read ECONNRESET', code: 'ECONNRESET' },
      },
    });
  });

  it('tells every error of several', () => {
    const { log, last } = capture();
    log.error(new AggregateError([new Error('::1 refused'), new Error('127.0.0.1 refused')]));
    expect(last()).toHaveProperty('err.errors', [
      expect.objectContaining({ message: '::1 refused' }),
      expect.objectContaining({ message: '127.0.0.1 refused' }),
    ]);
  });

  it('ends where errors cause each other', () => {
    const { log, last } = capture();
    const one = new Error('one');
    one.cause = new Error('two', { cause: one });
    log.error(one);
    expect(last()).toHaveProperty('err.cause.message', 'two');
  });
});

describe('redaction', () => {
  it('takes out what stands under a telling name, at any depth', () => {
    const { log, lines, last } = capture();
    log.info({
      request: { headers: { Authorization: 'Bearer abc', 'set-cookie': ['a=hunter2'], accept: 'json' } },
      login: { user: 'neo4j', password: { old: 'hunter2' }, apiKey: 'hunter2', accessToken: 'hunter2' },
    });
    expect(lines.join()).not.toMatch(/hunter2|abc/);
    expect(last()).toMatchObject({ request: { headers: { accept: 'json' } }, login: { user: 'neo4j' } });
    log.child({ token: 'hunter2' }).info('child');
    expect(lines.join()).not.toContain('hunter2');
  });

  it('takes out keys and the users of addresses wherever they stand', () => {
    const { log, lines } = capture();
    const address = 'postgresql://app:hun:ter2@db:5432/x';
    log.info(`connecting to ${address} with ${API_KEY}`);
    log.error(new Error(`cannot reach ${address}`, { cause: new Error(API_KEY) }));
    log.info({ list: [{ address }, API_KEY], url: 'redis://:hunter2@cache' });
    log.info({ held: secretOf('hunter2') });
    log.info(`GET /x?token=hunter2&limit=5 with Bearer hunter2: ${JSON.stringify({ password: 'hunter2' })}`);
    expect(lines.join()).not.toMatch(/hunter2|hun:ter2/);
    expect(lines.join()).not.toContain(API_KEY);
    expect(lines[0]).toContain('postgresql://[redacted]@db:5432/x');
    expect(lines.at(-1)).toContain('?token=[redacted]&limit=5 with Bearer [redacted]:');
  });

  it('leaves everything else as it is, and every line valid JSON', () => {
    const { log, last } = capture();
    const pieces = [
      'gk_0123456789',
      'redis://',
      'a:b@c',
      'Bearer x',
      'password',
      '=',
      '":"',
      '"',
      '\\',
      '\n',
      ' ',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces)), fc.jsonValue(), (parts, value) => {
        const text = parts.join('');
        log.info({ value: { password: text, value } }, text);
        return JSON.stringify(last()).includes('"password":"[redacted]"');
      }),
    );
    log.info({ url: 'https://example.org/a:b@c', user: 'a@b.org', at: '12:30', batch_token_count: 3 });
    expect(last()).toMatchObject({
      url: 'https://example.org/a:b@c',
      user: 'a@b.org',
      at: '12:30',
      batch_token_count: 3,
    });
  });
});
