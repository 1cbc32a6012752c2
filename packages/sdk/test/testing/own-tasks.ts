import { answers, extend, ofGraph, read, resourceRouter, write } from '@graphkeep/api';
import { id } from '@graphkeep/contract';
import { defineGraph, defineNode } from '@graphkeep/models';
import { z } from 'zod';

export const Task = defineNode({
  label: 'Task',
  key: 'taskId',
  owner: 'userId',
  schema: z.object({
    taskId: id('tsk'),
    userId: z.string(),
    title: z.string().min(1),
    done: z.boolean().default(false),
  }),
  journal: true,
});
export const graph = defineGraph(Task);

const completeAll = write('todo')
  .input(z.strictObject({}))
  .output(answers(z.strictObject({ completed: z.int() })))
  .mutation(async ({ ctx }) => {
    const { patched } = await ofGraph(graph, ctx.scoped)
      .repo(Task)
      .patchMany({ done: false }, { done: true });
    return { completed: patched };
  });

const open = read('todo')
  .output(answers(z.int()))
  .query(({ ctx }) =>
    ofGraph(graph, ctx.scoped)
      .repo(Task)
      .count({ where: { done: false } }),
  );

export const procedures = {
  tasks: extend(resourceRouter(graph, 'Task', { domain: 'todo' }), { completeAll, open }),
};
