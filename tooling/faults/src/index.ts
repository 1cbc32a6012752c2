export { type FullDisk, type FullDiskOptions, fullDisk, fullDiskProblem } from './disk/full-disk.ts';
export { type KillOptions, killProcess } from './process/kill-process.ts';
export { type Pause, pauseProcess } from './process/pause-process.ts';
export type { Exit } from './process/run.ts';
export { type StartedGraphkeep, startGraphkeep } from './process/start-graphkeep.ts';
export { type StartedProcess, type StartOptions, startProcess } from './process/start-process.ts';
export type { Way } from './tcp/rules.ts';
export {
  type CutOptions,
  type LatencyOptions,
  type TcpProxy,
  type TcpProxyCounters,
  type TcpProxyOptions,
  tcpProxy,
} from './tcp/tcp-proxy.ts';
