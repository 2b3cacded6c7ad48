export { implementations as stormImplementations } from './implementations.gen.ts';
