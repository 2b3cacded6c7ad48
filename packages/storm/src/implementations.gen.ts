// Written by `npm run generate`; do not edit.
import type { Implementations } from '@sluice/runtime';
import { run as boltsFileRun } from './components/bolts/file/run.ts';
import { run as boltsFunctionRun } from './components/bolts/function/run.ts';
import { run as boltsRankRun } from './components/bolts/rank/run.ts';
import { run as boltsViewRun } from './components/bolts/view/run.ts';
import { run as spoutsFileLinesRun } from './components/spouts/file-lines/run.ts';
import { run as spoutsReplayRun } from './components/spouts/replay/run.ts';

export const implementations: Implementations = {
  'storm.bolt.file': boltsFileRun,
  'storm.bolt.function': boltsFunctionRun,
  'storm.bolt.rank': boltsRankRun,
  'storm.bolt.view': boltsViewRun,
  'storm.spout.file-lines': spoutsFileLinesRun,
  'storm.spout.replay': spoutsReplayRun,
};
