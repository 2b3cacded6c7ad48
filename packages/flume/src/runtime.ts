export { implementations as flumeImplementations } from './implementations.gen.ts';
