export { flume } from './engine.ts';
export { flumeProperties } from './targets/properties/target.ts';
