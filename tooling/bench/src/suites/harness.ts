import { setTimeout as delay } from 'node:timers/promises';
import { defineSuite } from '../define-suite.ts';
import { atLeast } from '../goal.ts';
import { percentile } from '../statistics.ts';

/** Checks the harness itself, and the machine: how far figures can be trusted here. */
export const harness = defineSuite({
  name: 'harness',
  setup: () => ({
    document: {
      title: 'A page of a book',
      words: Array.from({ length: 100 }, (_, index) => ({
        index,
        text: `word ${index}`,
        read: index % 2 === 0,
      })),
    },
  }),
  benches: [
    {
      id: 'harness.same',
      ours: {
        name: 'encode',
        make:
          ({ document }) =>
          async () =>
            JSON.stringify(document),
      },
      against: {
        'encode again': {
          goal: atLeast(0.95),
          make:
            ({ document }) =>
            async () =>
              JSON.stringify(document),
        },
      },
    },
    {
      id: 'harness.copy',
      ours: {
        name: 'JSON',
        make:
          ({ document }) =>
          async () =>
            JSON.parse(JSON.stringify(document)),
      },
      against: {
        structuredClone: {
          make:
            ({ document }) =>
            async () =>
              structuredClone(document),
        },
      },
    },
    {
      id: 'harness.timer',
      subject: 'event loop',
      unit: 'ms late, p95',
      measure: async () => {
        const late: number[] = [];
        for (let turn = 0; turn < 100; turn += 1) {
          const start = performance.now();
          await delay(1);
          late.push(performance.now() - start - 1);
        }
        return percentile(late, 95);
      },
    },
  ],
});
