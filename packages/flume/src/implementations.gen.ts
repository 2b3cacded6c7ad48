// Written by `npm run generate`; do not edit.
import type { Implementations } from '@sluice/runtime';
import { run as interceptorsHostRun } from './components/interceptors/host/run.ts';

export const implementations: Implementations = {
  'flume.interceptor.host': interceptorsHostRun,
};
