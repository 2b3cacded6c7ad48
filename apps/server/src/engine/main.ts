import { createRun } from '@sluice/runtime';
import { createHost } from './host.ts';
import { serveIpc } from './serve-ipc.ts';

serveIpc({ createHost, createRun });
