import type { DatasetSpec } from '../dataset.ts';

export const tweets: DatasetSpec = {
  name: 'tweets',
  title: 'Tweets',
  summary: 'JSON posts in several languages with hashtags whose popularity drifts from minute to minute.',
  naturalRate: 200,
  total: 1_000_000,
};
