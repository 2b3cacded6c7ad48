import type { DatasetSpec } from '../dataset.ts';

export const sentences: DatasetSpec = {
  name: 'sentences',
  title: 'Sentences',
  summary: "English-looking sentences whose words follow Zipf's law.",
  naturalRate: 100,
  total: 2_000_000,
};
