export { answersAt } from './answers-at.ts';
export { socketAddressOf, socketOf } from './socket-address.ts';
