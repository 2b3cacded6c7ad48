import { openAccessLog } from './access-log/open-access-log.ts';
import { accessLog } from './access-log/spec.ts';
import { type Dataset, type DatasetSpec, DatasetUnknownError } from './dataset.ts';
import { openSentences } from './sentences/open-sentences.ts';
import { sentences } from './sentences/spec.ts';
import { openTweets } from './tweets/open-tweets.ts';
import { tweets } from './tweets/spec.ts';

export type { Dataset, DatasetSpec } from './dataset.ts';
export { DatasetUnknownError } from './dataset.ts';

const openers: { readonly [name: string]: (seed: number) => Dataset } = {
  'access-log': openAccessLog,
  sentences: openSentences,
  tweets: openTweets,
};

/** Every demo data set. */
export const datasets: readonly DatasetSpec[] = [accessLog, sentences, tweets];

/** Opens a data set by name; throws {@link DatasetUnknownError} for any other. */
export function openDataset(name: string, seed: number): Dataset {
  const open = Object.hasOwn(openers, name) ? openers[name] : undefined;
  if (!open) throw new DatasetUnknownError(name, Object.keys(openers));
  return open(seed);
}
