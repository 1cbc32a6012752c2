import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acceptRequestId,
  currentContext,
  Deadline,
  newRequestId,
  parseTraceparent,
  runInContext,
} from '../src/index.ts';

describe('the context of a request', () => {
  it('is found by all work for that request, and by no other', async () => {
    using deadline = Deadline.after(1_000);
    const seen = await Promise.all(
      ['a', 'b'].map((requestId) =>
        runInContext({ requestId, deadline }, async () => {
          await setImmediate();
          return currentContext()?.requestId;
        }),
      ),
    );
    expect(seen).toEqual(['a', 'b']);
    expect(currentContext()).toBeUndefined();
  });
});

describe('a request id', () => {
  it('is made with a prefix, and is accepted as it was made', () => {
    const made = newRequestId();
    expect(made).toMatch(/^req_[0-9a-z]{26}$/);
    expect(acceptRequestId(made)).toBe(made);
  });

  it('is accepted from the caller only where it is well formed', () => {
    expect(acceptRequestId('a'.repeat(128))).toBe('a'.repeat(128));
    for (const bad of ['', 'a'.repeat(129), 'a b', 'a\nb', 'ä', ['a'], undefined, 1]) {
      expect(acceptRequestId(bad), String(bad)).toBeUndefined();
    }
  });

  it('never brings anything into a header or a log line that could end it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (header) =>
        /^[\w.:-]*$/.test(acceptRequestId(header) ?? ''),
      ),
    );
  });
});

describe('a traceparent', () => {
  const valid = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it('is passed on where it is of version 00 and not zero', () => {
    expect(parseTraceparent(valid)).toBe(valid);
    for (const bad of [
      valid.replace('00-', '01-'),
      valid.toUpperCase(),
      `${valid}-x`,
      valid.replace('0af7651916cd43dd8448eb211c80319c', '0'.repeat(32)),
      valid.replace('b7ad6b7169203331', '0'.repeat(16)),
      [valid],
      undefined,
    ]) {
      expect(parseTraceparent(bad), String(bad)).toBeUndefined();
    }
  });
});
