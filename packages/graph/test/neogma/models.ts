/// <reference types="revalidator" preserve="true" />
import {
  ModelFactory,
  type ModelRelatedNodesI,
  type Neogma,
  type NeogmaInstance,
  type NeogmaModel,
} from 'neogma';

type UserProperties = { id: string; name: string; nick?: string; at?: string };
type OrderProperties = { id: string };
type OrderModel = NeogmaModel<OrderProperties, object>;
type Related = { orders: ModelRelatedNodesI<OrderModel, NeogmaInstance<OrderProperties, object>> };

const text = { type: 'any', required: false } as const;

/** Users and their orders, as a team would write them with Neogma alone. */
export const neogmaModels = (neogma: Neogma) => {
  const Order: OrderModel = ModelFactory<OrderProperties>(
    { label: 'NgOrder', primaryKeyField: 'id', schema: { id: text } },
    neogma,
  );
  const User = ModelFactory<UserProperties, Related>(
    {
      label: 'NgUser',
      primaryKeyField: 'id',
      schema: { id: text, name: text, nick: text, at: text },
      relationships: { orders: { model: Order, name: 'ORDERED', direction: 'out' } },
    },
    neogma,
  );
  return { User, Order };
};
