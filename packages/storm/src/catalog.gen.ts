// Written by `npm run generate`; do not edit.
import type { ComponentSpec, Lower } from '@sluice/component';
import { lower as boltsCountLower } from './components/bolts/count/lower.ts';
import { lower as boltsFileLower } from './components/bolts/file/lower.ts';
import { lower as boltsFilterLower } from './components/bolts/filter/lower.ts';
import { lower as boltsFunctionLower } from './components/bolts/function/lower.ts';
import { lower as boltsJoinLower } from './components/bolts/join/lower.ts';
import { lower as boltsMapLower } from './components/bolts/map/lower.ts';
import { lower as boltsRankLower } from './components/bolts/rank/lower.ts';
import { lower as boltsRollingCountLower } from './components/bolts/rolling-count/lower.ts';
import { lower as boltsSplitLower } from './components/bolts/split/lower.ts';
import { lower as boltsViewLower } from './components/bolts/view/lower.ts';
import { lower as boltsWindowCountLower } from './components/bolts/window-count/lower.ts';
import { lower as spoutsFileLinesLower } from './components/spouts/file-lines/lower.ts';
import { lower as spoutsReplayLower } from './components/spouts/replay/lower.ts';
import { spec as boltsCountSpec } from './components/bolts/count/spec.ts';
import { spec as boltsFileSpec } from './components/bolts/file/spec.ts';
import { spec as boltsFilterSpec } from './components/bolts/filter/spec.ts';
import { spec as boltsFunctionSpec } from './components/bolts/function/spec.ts';
import { spec as boltsJoinSpec } from './components/bolts/join/spec.ts';
import { spec as boltsMapSpec } from './components/bolts/map/spec.ts';
import { spec as boltsRankSpec } from './components/bolts/rank/spec.ts';
import { spec as boltsRollingCountSpec } from './components/bolts/rolling-count/spec.ts';
import { spec as boltsSplitSpec } from './components/bolts/split/spec.ts';
import { spec as boltsViewSpec } from './components/bolts/view/spec.ts';
import { spec as boltsWindowCountSpec } from './components/bolts/window-count/spec.ts';
import { spec as spoutsFileLinesSpec } from './components/spouts/file-lines/spec.ts';
import { spec as spoutsReplaySpec } from './components/spouts/replay/spec.ts';

export const components: readonly ComponentSpec[] = [
  boltsCountSpec,
  boltsFileSpec,
  boltsFilterSpec,
  boltsFunctionSpec,
  boltsJoinSpec,
  boltsMapSpec,
  boltsRankSpec,
  boltsRollingCountSpec,
  boltsSplitSpec,
  boltsViewSpec,
  boltsWindowCountSpec,
  spoutsFileLinesSpec,
  spoutsReplaySpec,
];

export const lowerings: { readonly [componentId: string]: Lower } = {
  'storm.bolt.count': boltsCountLower,
  'storm.bolt.file': boltsFileLower,
  'storm.bolt.filter': boltsFilterLower,
  'storm.bolt.function': boltsFunctionLower,
  'storm.bolt.join': boltsJoinLower,
  'storm.bolt.map': boltsMapLower,
  'storm.bolt.rank': boltsRankLower,
  'storm.bolt.rolling-count': boltsRollingCountLower,
  'storm.bolt.split': boltsSplitLower,
  'storm.bolt.view': boltsViewLower,
  'storm.bolt.window-count': boltsWindowCountLower,
  'storm.spout.file-lines': spoutsFileLinesLower,
  'storm.spout.replay': spoutsReplayLower,
};
