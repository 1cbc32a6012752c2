import { z } from 'zod';

export const storeName = z.enum(['neo4j', 'redis', 'postgres', 'cluster', 'sentinel']);
export type StoreName = z.infer<typeof storeName>;

const endpoint = z.object({ host: z.string(), port: z.int() });
export type Endpoint = z.infer<typeof endpoint>;

const serverAddress = z.discriminatedUnion('store', [
  z.object({ store: z.literal('neo4j'), url: z.string(), username: z.string(), password: z.string() }),
  z.object({ store: z.literal('redis'), url: z.string() }),
  z.object({ store: z.literal('postgres'), url: z.string() }),
  z.object({ store: z.literal('cluster'), nodes: z.array(endpoint) }),
  z.object({ store: z.literal('sentinel'), name: z.string(), sentinels: z.array(endpoint) }),
]);
export type ServerAddress = z.infer<typeof serverAddress>;
export type AddressOf<S extends StoreName> = Extract<ServerAddress, { store: S }>;

const node = endpoint.extend({ pid: z.int().optional() });
export type NodeState = z.infer<typeof node>;

const stopSignal = z.enum(['SIGTERM', 'SIGKILL']);
export type StopSignal = z.infer<typeof stopSignal>;

const request = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('acquire'),
    store: storeName,
    isolated: z.boolean(),
    schema: z.string().optional(),
    external: serverAddress.optional(),
  }),
  z.object({ method: z.literal('release'), lease: z.string() }),
  z.object({ method: z.literal('release-all') }),
  z.object({ method: z.literal('stop-node'), lease: z.string(), node: z.int(), signal: stopSignal }),
  z.object({ method: z.literal('start-node'), lease: z.string(), node: z.int() }),
  z.object({ method: z.literal('hold'), stores: z.array(storeName) }),
  z.object({ method: z.literal('status') }),
  z.object({ method: z.literal('end'), held: z.boolean() }),
]);
export type Request = z.infer<typeof request>;

const grant = z.object({ lease: z.string(), address: serverAddress, nodes: z.array(node) });
export type Grant = z.infer<typeof grant>;

const missing = z.object({ missing: z.string(), first: z.boolean() });
export type Missing = z.infer<typeof missing>;

export const acquired = z.union([grant, missing]);
export const nodeChanged = node;
export const done = z.object({});
export const ended = z.object({ pid: z.int(), leaving: z.boolean() });
export const held = z.object({ held: z.array(acquired) });

export const status = z.object({
  pid: z.int(),
  leases: z.array(z.object({ store: storeName, lease: z.string(), isolated: z.boolean() })),
  held: z.array(serverAddress),
  servers: z.array(z.object({ store: storeName, address: serverAddress, nodes: z.array(node) })),
});
export type Status = z.infer<typeof status>;

export const call = z.object({ id: z.int(), request });
export const message = z.union([
  z.object({ id: z.int(), result: z.unknown() }),
  z.object({ id: z.int(), error: z.string() }),
  z.object({ note: z.string() }),
]);
