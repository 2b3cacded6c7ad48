export { spark } from './engine.ts';
