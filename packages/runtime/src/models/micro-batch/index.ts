export { microBatch } from './micro-batch.ts';
