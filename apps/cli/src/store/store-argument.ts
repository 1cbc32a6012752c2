import { Argument } from '@commander-js/extra-typings';

export const storeArgument = () =>
  new Argument('<store>', 'which one').choices(['graph', 'cache', 'sql'] as const);
