const tasks = new Set<() => void>();

process.on('exit', () => {
  for (const task of tasks) task();
});

/** Runs the task if this process exits before the answer, which takes it back, is called. */
export const atExit = (task: () => void): (() => void) => {
  tasks.add(task);
  return () => tasks.delete(task);
};
