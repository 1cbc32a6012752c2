import { ComplianceMetrics, ofSeries } from '@graphkeep/models/infra';
import { complianceSummary } from '../../series/compliance-summary.ts';
import { tableOf } from '../figures.ts';
import { measuredSection } from '../section.ts';
import { until } from './until.ts';

/** How far rules were kept, by what was told last. */
export const complianceSection = measuredSection({
  part: 'compliance',
  label: 'Compliance',
  sources: ofSeries('compliance_metrics'),
  series: ComplianceMetrics,
  rows: 'events',
  read: (measured, range) => complianceSummary(measured, until(range)),
  facts: [
    {
      name: 'compliance.share',
      label: 'Rules kept',
      unit: 'share',
      kind: 'state',
      level: 'ceo',
      of: ({ controls, compliant }) => (controls === 0 ? null : compliant / controls),
    },
    {
      name: 'compliance.score',
      label: 'Score',
      unit: 'percent',
      kind: 'state',
      level: 'cio',
      of: ({ score }) => score,
    },
    {
      name: 'compliance.failing',
      label: 'Rules not kept',
      unit: 'count',
      kind: 'state',
      level: 'cio',
      of: ({ controls, compliant }) => (controls === 0 ? null : controls - compliant),
    },
  ],
  tables: ({ frameworks, failing }) => [
    tableOf({ name: 'compliance.byFramework', label: 'Rules kept by framework', level: 'cio' }, frameworks, [
      ['framework', 'Framework', 'text', ({ framework }) => framework],
      ['kept', 'Kept', 'share', ({ controls, compliant }) => compliant / controls],
      ['score', 'Score', 'percent', ({ score }) => score],
    ]),
    tableOf({ name: 'compliance.notKept', label: 'Rules that are not kept', level: 'director' }, failing, [
      ['framework', 'Framework', 'text', ({ framework }) => framework],
      ['control', 'Control', 'text', ({ control }) => control],
      ['resource', 'Resource', 'text', ({ resource }) => resource],
      ['status', 'Status', 'text', ({ status }) => status],
      ['effortHours', 'Effort', 'hours', ({ effortHours }) => effortHours],
    ]),
  ],
});
