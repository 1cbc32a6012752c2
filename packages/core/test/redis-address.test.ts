import { expect, it } from 'vitest';
import { parseRedisAddress } from '../src/index.ts';

it.each([
  ['redis://db', { topology: 'single', tls: false, nodes: [{ host: 'db', port: 6379 }], database: 0 }],
  [
    'rediss://ada:p%40ss:w@[::1]:7000/3',
    {
      topology: 'single',
      tls: true,
      nodes: [{ host: '::1', port: 7000 }],
      database: 3,
      username: 'ada',
      password: 'p@ss:w',
    },
  ],
  [
    'redis://:x@/',
    {
      topology: 'single',
      tls: false,
      nodes: [{ host: '127.0.0.1', port: 6379 }],
      database: 0,
      password: 'x',
    },
  ],
  [
    'redis+sentinel://:x@a,b:26380/main/2?sentinelUsername=watch&sentinelPassword=y%26z',
    {
      topology: 'sentinel',
      tls: false,
      nodes: [
        { host: 'a', port: 26379 },
        { host: 'b', port: 26380 },
      ],
      database: 2,
      password: 'x',
      sentinel: { name: 'main', username: 'watch', password: 'y&z' },
    },
  ],
  [
    'rediss+cluster://a:7000,b:7001',
    {
      topology: 'cluster',
      tls: true,
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 7001 },
      ],
      database: 0,
    },
  ],
])('reads %s', (address, expected) => {
  expect(parseRedisAddress(address)).toEqual(expected);
});

it.each([
  'localhost:6379',
  'redis:localhost',
  'http://localhost',
  'redis://a,b',
  'redis://a:70000',
  'redis://a/first',
  'redis://a/0/1',
  'redis://:%@a',
  'redis+sentinel://a:26379',
  'redis+cluster://a/1',
  'redis+other://a',
])('has no meaning for %s', (address) => {
  expect(parseRedisAddress(address)).toBeUndefined();
});
