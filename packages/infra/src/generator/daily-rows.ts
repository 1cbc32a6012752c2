import { type MeasuredRow, round, rowOf } from './measured-rows.ts';
import type { PlantedMeasurements } from './planted-measurements.ts';
import { noiseOf } from './random.ts';

interface CostlyNode {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly resourceName: string;
  readonly region?: string | undefined;
  readonly monthly: number;
}

/** What one resource cost on the day that begins then. */
export const costRow = (
  { resourceId, resourceType, resourceName, region, monthly }: CostlyNode,
  midnight: number,
  seed: number,
  { waste }: PlantedMeasurements,
): MeasuredRow => {
  const noise = noiseOf(seed, `cost ${resourceId}`)(midnight / 86_400_000);
  const daily = ((monthly * 12) / 365.25) * (0.97 + 0.06 * noise);
  const wasted = waste.find((one) => one.resourceId === resourceId)?.perDay ?? 0;
  return rowOf('cost_metrics', {
    time: new Date(midnight),
    resourceId,
    resourceType,
    resourceName,
    ...(region !== undefined && { region }),
    environment: 'production',
    costCenter: CENTERS[resourceType] ?? 'shared',
    hourlyCost: round(daily / 24),
    dailyCost: round(daily),
    monthlyCost: monthly,
    usage: wasted > 0 ? 6 : round(45 + 30 * noise),
    waste: wasted,
    potential: round(wasted * 0.9),
    ...(wasted > 0 && { recommendation: 'Use fewer nodes.' }),
  });
};

const CENTERS: Readonly<Record<string, string>> = {
  eks: 'compute',
  service: 'compute',
  rds: 'data',
  ec2: 'data',
};

const CONTROLS = ['access-review', 'encryption', 'backup', 'logging'];
const FRAMEWORKS = ['SOC2', 'ISO27001', 'PCI-DSS'];

/** What the whole company tells once a day, at midnight: what initiatives brought, and which rules are kept. */
export function* companyRows(
  midnight: number,
  planted: PlantedMeasurements,
  days: number,
): Generator<MeasuredRow> {
  const time = new Date(midnight);
  for (const { initiative, category, team, savings, hours } of planted.initiatives)
    yield rowOf('business_value_metrics', {
      time,
      metricType: 'measured',
      category,
      team,
      initiative,
      ...(savings > 0 && { savings: savings / days }),
      ...(hours > 0 && { hoursSaved: hours / days }),
      efficiency: 12,
      method: 'time sheets',
      confidence: 0.8,
    });
  for (const framework of FRAMEWORKS)
    for (const control of CONTROLS) {
      const found = planted.compliance.find((one) => one.framework === framework && one.control === control);
      yield rowOf('compliance_metrics', {
        time,
        framework,
        control,
        resource: 'estate',
        status: found?.status ?? 'compliant',
        score: { non_compliant: 20, partial: 60, compliant: 100 }[found?.status ?? 'compliant'],
        ...(found && { risk: found.status === 'partial' ? 'medium' : 'high', effortHours: 16 }),
      });
    }
}

/** What was told of incidents and threats in a period: each when it began, and again when it was over. */
export function* eventRows(
  { incidents, security }: PlantedMeasurements,
  start: number,
  end: number,
): Generator<MeasuredRow> {
  const isIn = (time: Date): boolean => time.getTime() >= start && time.getTime() < end;
  for (const {
    service,
    dependents,
    from,
    to,
    detectionMinutes,
    rootCause,
    preventable,
    ...rest
  } of incidents) {
    const told = { ...rest, services: [service, ...dependents].slice(0, 100), detectionMinutes };
    if (isIn(from)) yield rowOf('incident_metrics', { ...told, time: from, status: 'open' });
    if (!to || !isIn(to)) continue;
    const minutes = (to.getTime() - from.getTime()) / 60_000;
    yield rowOf('incident_metrics', {
      ...told,
      time: to,
      status: 'resolved',
      acknowledgementMinutes: detectionMinutes + 3,
      durationMinutes: minutes,
      resolutionMinutes: minutes,
      usersAffected: 40 * (1 + dependents.length),
      revenueImpact: round(minutes * 25),
      rootCause,
      preventable,
    });
  }
  for (const { eventId, severity, status, resource, at } of security) {
    const told = {
      eventId,
      eventType: 'vulnerability',
      severity,
      resource,
      cvss: CVSS[severity],
      source: 'scanner',
    };
    if (isIn(at)) yield rowOf('security_events', { ...told, time: at, status: 'open' });
    const over = new Date(at.getTime() + 6 * 3_600_000);
    if (status === 'resolved' && isIn(over))
      yield rowOf('security_events', { ...told, time: over, status, resolvedAt: over });
  }
}

const CVSS = { critical: 9.6, high: 7.8, medium: 5.2, low: 2.4, info: 0 } as const;
