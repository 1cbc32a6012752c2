import { defineSuite } from '../define-suite.ts';
import { batch, l1, l2, load, mget, set } from './cache/benches.ts';
import { openStores, type SizeName } from './cache/stores.ts';

const SIZES: readonly SizeName[] = ['500b', '8kb'];

/** The cache against bare ioredis and against its peers, on one Redis. */
export const cache = defineSuite({
  name: 'cache',
  setup: openStores,
  benches: [
    l1,
    ...SIZES.flatMap((size) => [
      l2(1, size, 'plain'),
      l2(32, size, 'plain'),
      set(size, 'plain'),
      mget(size, 'plain'),
      load(size, 'plain'),
    ]),
    l2(32, '8kb', 'zstd'),
    set('8kb', 'zstd'),
    mget('8kb', 'zstd'),
    load('8kb', 'zstd'),
    batch,
  ],
});
