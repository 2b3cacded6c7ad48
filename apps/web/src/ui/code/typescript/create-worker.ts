import { editor, workers } from '../monaco.ts';

/** Starts the worker of a language; stands in for Monaco's own, which brings every feature there is. */
export function createWebWorker({
  label,
  createData,
}: {
  readonly label: string;
  readonly createData: unknown;
}): editor.MonacoWebWorker<object> {
  const worker = workers.get(label)?.();
  if (worker === undefined) throw new Error(`There is no worker for ${label}`);
  // The worker starts at the first message and reads the second.
  worker.postMessage('ignore');
  worker.postMessage(createData);
  return editor.createWebWorker({ worker, keepIdleModels: true });
}
