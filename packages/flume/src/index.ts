export { flume } from './engine.ts';
