import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { messageOf } from '../../errors.ts';
import type { PushSource, PutResult } from '../../implementation.ts';
import type { Feed, Intake } from './block-receiver.ts';
import type { ReceiverOptions } from './receiver.ts';

const retryMs = 3000;

/** Drives a source that is fed from outside. What it gave and the process lost cannot be had again. */
export function pushFrom(source: PushSource, intake: Intake, options: ReceiverOptions): Feed {
  const { host, limiter } = options;
  let isStopped = false;
  let cancel: (() => void) | undefined;

  async function start(): Promise<void> {
    try {
      await source.start({ put });
      options.onState('running');
    } catch (error) {
      options.onState('retrying', messageOf(error));
      cancel = host.schedule(retryMs, () => void start());
    }
  }

  function put(batch: Batch): PutResult | Promise<PutResult> {
    if (isStopped) return { accepted: 0, error: { code: 'RUN_STOPPED', message: 'The run is stopping.' } };
    intake.add(batch);
    const result = { accepted: liveRows(batch) };
    limiter.take(result.accepted);
    const waitMs = limiter.waitMs();
    if (intake.hasRoom() && waitMs === 0) return result;
    return new Promise((resolve) => {
      const paced = (): void => void host.schedule(limiter.waitMs(), () => resolve(result));
      if (!intake.hasRoom()) intake.whenRoom(waitMs === 0 ? () => resolve(result) : paced);
      else paced();
    });
  }

  return {
    start,
    recall: async () => [],
    stop: async () => {
      isStopped = true;
      cancel?.();
      await source.stop();
    },
    close: async () => {},
    commitTo: () => {},
    hasEnded: () => isStopped,
  };
}
