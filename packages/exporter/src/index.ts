export type { Exported, ExportedFile, ExportTarget } from './contract.ts';
