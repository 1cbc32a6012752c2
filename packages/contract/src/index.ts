export { errorSummaries } from './error-summaries.ts';
export {
  type ErrorCode,
  type ErrorData,
  type ErrorMeaning,
  errors,
  type FieldIssue,
  isErrorCode,
} from './errors.ts';
export { id, newId, timeOf } from './ids.ts';
export type { JobStatus } from './job-status.ts';
export { limits } from './limits.ts';
