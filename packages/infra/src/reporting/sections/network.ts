import { NetworkMetrics, ofSeries } from '@graphkeep/models/infra';
import { networkLatency } from '../../series/network-latency.ts';
import { tableOf } from '../figures.ts';
import { measuredSection } from '../section.ts';
import { lastDay } from './last-day.ts';

const MOST = 1_000;

/** Who was answered slowly, on the last day: of the busiest thousand pairs. */
export const networkSection = measuredSection({
  part: 'network',
  label: 'Network',
  sources: ofSeries('network_metrics'),
  series: NetworkMetrics,
  rows: 'steady',
  window: lastDay,
  read: (measured, range) => networkLatency(measured, { ...range, limit: MOST }),
  facts: [
    {
      name: 'network.slowPairs',
      label: 'Slow connections',
      unit: 'count',
      kind: 'state',
      level: 'cio',
      of: ({ total, pairs }) => (total === 0 ? null : pairs.filter(({ high }) => high).length),
    },
    {
      name: 'network.pairs',
      label: 'Connections measured',
      unit: 'count',
      kind: 'state',
      level: 'director',
      of: ({ total }) => total || null,
    },
  ],
  tables: ({ pairs }) => [
    tableOf(
      { name: 'network.slow', label: 'Slow connections', level: 'director' },
      pairs.filter(({ high }) => high),
      [
        ['source', 'From', 'text', ({ source }) => source],
        ['target', 'To', 'text', ({ target }) => target],
        ['latencyMs', 'Latency', 'ms', ({ latencyMs }) => latencyMs],
        ['requests', 'Requests', 'count', ({ requests }) => requests],
        ['errorShare', 'Errors', 'share', ({ errorShare }) => errorShare],
      ],
    ),
  ],
});
