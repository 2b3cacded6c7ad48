export { implementations as sparkImplementations } from './implementations.gen.ts';
