import type { DatasetSpec } from '../dataset.ts';

export const accessLog: DatasetSpec = {
  name: 'access-log',
  title: 'Access log',
  summary:
    'Web server log in combined format with a few popular pages, many rare ones and a realistic mix of status codes.',
  naturalRate: 500,
  total: 2_000_000,
};
