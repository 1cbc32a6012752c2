import { businessValue } from './business-value.ts';
import { dashboard } from './dashboard.ts';
import { fiscalAnalysis } from './fiscal-analysis.ts';
import { infrastructureOverview } from './infrastructure-overview.ts';
import { live } from './live.ts';

export const reports = { businessValue, dashboard, fiscalAnalysis, infrastructureOverview, live };
