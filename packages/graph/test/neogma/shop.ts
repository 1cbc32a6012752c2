import { id } from '@graphkeep/contract';
import { defineGraph, defineNode } from '@graphkeep/models';
import { z } from 'zod';

/** Users and their orders. */
export const User = defineNode({
  label: 'ShopUser',
  key: 'userId',
  shared: true,
  schema: z.object({
    userId: id('usr'),
    name: z.string(),
    nick: z.string().optional(),
    at: z.date().optional(),
  }),
  relationships: { orders: { type: 'ORDERED', direction: 'out', to: 'ShopOrder' } },
});
export const Order = defineNode({
  label: 'ShopOrder',
  key: 'orderId',
  shared: true,
  schema: z.object({ orderId: id('ord'), title: z.string() }),
});

const nodes = defineGraph(User, Order);
type Nodes = typeof nodes;
export interface Shop extends Nodes {}
export const shop: Shop = nodes;
