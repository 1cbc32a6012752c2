export { type Api, appRouter } from './app-router.ts';
export type { ApiContext } from './context.ts';
export { errorEnvelope } from './error-data.ts';
export {
  type ResourceHandlers,
  type ResourceOf,
  type ResourceProcedures,
  resourceRouter,
} from './resource-router.ts';
