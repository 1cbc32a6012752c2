import { type ChildProcess, spawn } from 'node:child_process';
import type { Ending, Guard } from '../daemon/guard-link.ts';
import type { NodeState, StopSignal } from '../protocol.ts';
import type { ServerNode } from './server.ts';
import { within } from './until.ts';

interface LocalPlan {
  readonly name: string;
  readonly port: number;
  readonly command: string;
  readonly args: readonly string[];
  /** Its line in what the server prints. */
  readonly ready: RegExp;
  /** Where SIGTERM is not the clean stop. */
  readonly cleanStop?: NodeJS.Signals;
  /** How it ends when its data is no longer wanted. */
  readonly ending: Ending;
  readonly environment?: NodeJS.ProcessEnv;
}

const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 60_000; // a JVM that writes its class-data archive takes its time
const KEPT_OUTPUT = 16_384;

export class LocalNode implements ServerNode {
  readonly #plan: LocalPlan;
  readonly #guard: Guard;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(plan: LocalPlan, guard: Guard) {
    this.#plan = plan;
    this.#guard = guard;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  get state(): NodeState {
    const pid = this.#child?.pid;
    return { host: '127.0.0.1', port: this.#plan.port, ...(pid !== undefined && { pid }) };
  }

  async start(): Promise<void> {
    if (this.#child) throw new Error(`${this.#plan.name} runs already`);
    const { name, command, args, ready, ending, environment } = this.#plan;
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(environment && { env: environment }),
    });
    this.#child = child;
    const { pid } = child;
    if (pid !== undefined) this.#guard.add(pid, ending);
    let output = '';
    this.#ended = new Promise((resolve) => {
      const close = (): void => {
        if (pid !== undefined) this.#guard.forget(pid);
        if (this.#child === child) this.#child = undefined;
        resolve();
      };
      child.once('close', close);
      child.once('error', (error) => {
        output += error.message;
        close();
      });
    });
    const started = new Promise<void>((resolve, reject) => {
      const read = (chunk: string): void => {
        output = (output + chunk).slice(-KEPT_OUTPUT);
        if (ready.test(output)) resolve();
      };
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read);
      void this.#ended.then(() => reject(new Error(`${name} ended before it was ready:\n${output}`)));
    });
    try {
      await within(`${name} start`, START_DEADLINE_MS, started);
    } catch (error) {
      await this.discard();
      throw error;
    }
  }

  async stop(signal: StopSignal): Promise<void> {
    this.#child?.kill(signal === 'SIGTERM' ? (this.#plan.cleanStop ?? signal) : signal);
    await within(`${this.#plan.name} stop`, STOP_DEADLINE_MS, this.#ended);
  }

  /** Ends it in the fastest way, paused or not. */
  async discard(): Promise<void> {
    this.#child?.kill(this.#plan.ending);
    this.#child?.kill('SIGCONT');
    await within(`${this.#plan.name} end`, 3000, this.#ended).catch(() => {
      this.#child?.kill('SIGKILL');
    });
    await within(`${this.#plan.name} end`, STOP_DEADLINE_MS, this.#ended);
  }
}
