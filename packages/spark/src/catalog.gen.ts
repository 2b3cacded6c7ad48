// Written by `npm run generate`; do not edit.
import type { ComponentSpec, Lower } from '@sluice/component';
import { lower as inputsReplayLower } from './components/inputs/replay/lower.ts';
import { lower as inputsSocketTextStreamLower } from './components/inputs/socket-text-stream/lower.ts';
import { lower as inputsTextFileStreamLower } from './components/inputs/text-file-stream/lower.ts';
import { lower as outputsForEachFunctionLower } from './components/outputs/for-each-function/lower.ts';
import { lower as outputsPrintLower } from './components/outputs/print/lower.ts';
import { lower as outputsSaveAsTextFilesLower } from './components/outputs/save-as-text-files/lower.ts';
import { lower as outputsViewLower } from './components/outputs/view/lower.ts';
import { lower as transformationsCogroupLower } from './components/transformations/cogroup/lower.ts';
import { lower as transformationsCountByValueLower } from './components/transformations/count-by-value/lower.ts';
import { lower as transformationsCountByValueAndWindowLower } from './components/transformations/count-by-value-and-window/lower.ts';
import { lower as transformationsCountByWindowLower } from './components/transformations/count-by-window/lower.ts';
import { lower as transformationsFilterLower } from './components/transformations/filter/lower.ts';
import { lower as transformationsFilterFunctionLower } from './components/transformations/filter-function/lower.ts';
import { lower as transformationsFlatMapLower } from './components/transformations/flat-map/lower.ts';
import { lower as transformationsFlatMapFunctionLower } from './components/transformations/flat-map-function/lower.ts';
import { lower as transformationsFullOuterJoinLower } from './components/transformations/full-outer-join/lower.ts';
import { lower as transformationsJoinLower } from './components/transformations/join/lower.ts';
import { lower as transformationsLeftOuterJoinLower } from './components/transformations/left-outer-join/lower.ts';
import { lower as transformationsMapLower } from './components/transformations/map/lower.ts';
import { lower as transformationsMapFunctionLower } from './components/transformations/map-function/lower.ts';
import { lower as transformationsMapToPairLower } from './components/transformations/map-to-pair/lower.ts';
import { lower as transformationsMapToPairFunctionLower } from './components/transformations/map-to-pair-function/lower.ts';
import { lower as transformationsMapWithStateLower } from './components/transformations/map-with-state/lower.ts';
import { lower as transformationsReduceByKeyLower } from './components/transformations/reduce-by-key/lower.ts';
import { lower as transformationsReduceByKeyAndWindowLower } from './components/transformations/reduce-by-key-and-window/lower.ts';
import { lower as transformationsReduceByKeyFunctionLower } from './components/transformations/reduce-by-key-function/lower.ts';
import { lower as transformationsRightOuterJoinLower } from './components/transformations/right-outer-join/lower.ts';
import { lower as transformationsSortLower } from './components/transformations/sort/lower.ts';
import { lower as transformationsUnionLower } from './components/transformations/union/lower.ts';
import { lower as transformationsUpdateStateByKeyLower } from './components/transformations/update-state-by-key/lower.ts';
import { lower as transformationsWindowLower } from './components/transformations/window/lower.ts';
import { spec as inputsReplaySpec } from './components/inputs/replay/spec.ts';
import { spec as inputsSocketTextStreamSpec } from './components/inputs/socket-text-stream/spec.ts';
import { spec as inputsTextFileStreamSpec } from './components/inputs/text-file-stream/spec.ts';
import { spec as outputsForEachFunctionSpec } from './components/outputs/for-each-function/spec.ts';
import { spec as outputsPrintSpec } from './components/outputs/print/spec.ts';
import { spec as outputsSaveAsTextFilesSpec } from './components/outputs/save-as-text-files/spec.ts';
import { spec as outputsViewSpec } from './components/outputs/view/spec.ts';
import { spec as transformationsCogroupSpec } from './components/transformations/cogroup/spec.ts';
import { spec as transformationsCountByValueSpec } from './components/transformations/count-by-value/spec.ts';
import { spec as transformationsCountByValueAndWindowSpec } from './components/transformations/count-by-value-and-window/spec.ts';
import { spec as transformationsCountByWindowSpec } from './components/transformations/count-by-window/spec.ts';
import { spec as transformationsFilterSpec } from './components/transformations/filter/spec.ts';
import { spec as transformationsFilterFunctionSpec } from './components/transformations/filter-function/spec.ts';
import { spec as transformationsFlatMapSpec } from './components/transformations/flat-map/spec.ts';
import { spec as transformationsFlatMapFunctionSpec } from './components/transformations/flat-map-function/spec.ts';
import { spec as transformationsFullOuterJoinSpec } from './components/transformations/full-outer-join/spec.ts';
import { spec as transformationsJoinSpec } from './components/transformations/join/spec.ts';
import { spec as transformationsLeftOuterJoinSpec } from './components/transformations/left-outer-join/spec.ts';
import { spec as transformationsMapSpec } from './components/transformations/map/spec.ts';
import { spec as transformationsMapFunctionSpec } from './components/transformations/map-function/spec.ts';
import { spec as transformationsMapToPairSpec } from './components/transformations/map-to-pair/spec.ts';
import { spec as transformationsMapToPairFunctionSpec } from './components/transformations/map-to-pair-function/spec.ts';
import { spec as transformationsMapWithStateSpec } from './components/transformations/map-with-state/spec.ts';
import { spec as transformationsReduceByKeySpec } from './components/transformations/reduce-by-key/spec.ts';
import { spec as transformationsReduceByKeyAndWindowSpec } from './components/transformations/reduce-by-key-and-window/spec.ts';
import { spec as transformationsReduceByKeyFunctionSpec } from './components/transformations/reduce-by-key-function/spec.ts';
import { spec as transformationsRightOuterJoinSpec } from './components/transformations/right-outer-join/spec.ts';
import { spec as transformationsSortSpec } from './components/transformations/sort/spec.ts';
import { spec as transformationsUnionSpec } from './components/transformations/union/spec.ts';
import { spec as transformationsUpdateStateByKeySpec } from './components/transformations/update-state-by-key/spec.ts';
import { spec as transformationsWindowSpec } from './components/transformations/window/spec.ts';

export const components: readonly ComponentSpec[] = [
  inputsReplaySpec,
  inputsSocketTextStreamSpec,
  inputsTextFileStreamSpec,
  outputsForEachFunctionSpec,
  outputsPrintSpec,
  outputsSaveAsTextFilesSpec,
  outputsViewSpec,
  transformationsCogroupSpec,
  transformationsCountByValueSpec,
  transformationsCountByValueAndWindowSpec,
  transformationsCountByWindowSpec,
  transformationsFilterSpec,
  transformationsFilterFunctionSpec,
  transformationsFlatMapSpec,
  transformationsFlatMapFunctionSpec,
  transformationsFullOuterJoinSpec,
  transformationsJoinSpec,
  transformationsLeftOuterJoinSpec,
  transformationsMapSpec,
  transformationsMapFunctionSpec,
  transformationsMapToPairSpec,
  transformationsMapToPairFunctionSpec,
  transformationsMapWithStateSpec,
  transformationsReduceByKeySpec,
  transformationsReduceByKeyAndWindowSpec,
  transformationsReduceByKeyFunctionSpec,
  transformationsRightOuterJoinSpec,
  transformationsSortSpec,
  transformationsUnionSpec,
  transformationsUpdateStateByKeySpec,
  transformationsWindowSpec,
];

export const lowerings: { readonly [componentId: string]: Lower } = {
  'spark.input.replay': inputsReplayLower,
  'spark.input.socket-text-stream': inputsSocketTextStreamLower,
  'spark.input.text-file-stream': inputsTextFileStreamLower,
  'spark.output.for-each-function': outputsForEachFunctionLower,
  'spark.output.print': outputsPrintLower,
  'spark.output.save-as-text-files': outputsSaveAsTextFilesLower,
  'spark.output.view': outputsViewLower,
  'spark.transformation.cogroup': transformationsCogroupLower,
  'spark.transformation.count-by-value': transformationsCountByValueLower,
  'spark.transformation.count-by-value-and-window': transformationsCountByValueAndWindowLower,
  'spark.transformation.count-by-window': transformationsCountByWindowLower,
  'spark.transformation.filter': transformationsFilterLower,
  'spark.transformation.filter-function': transformationsFilterFunctionLower,
  'spark.transformation.flat-map': transformationsFlatMapLower,
  'spark.transformation.flat-map-function': transformationsFlatMapFunctionLower,
  'spark.transformation.full-outer-join': transformationsFullOuterJoinLower,
  'spark.transformation.join': transformationsJoinLower,
  'spark.transformation.left-outer-join': transformationsLeftOuterJoinLower,
  'spark.transformation.map': transformationsMapLower,
  'spark.transformation.map-function': transformationsMapFunctionLower,
  'spark.transformation.map-to-pair': transformationsMapToPairLower,
  'spark.transformation.map-to-pair-function': transformationsMapToPairFunctionLower,
  'spark.transformation.map-with-state': transformationsMapWithStateLower,
  'spark.transformation.reduce-by-key': transformationsReduceByKeyLower,
  'spark.transformation.reduce-by-key-and-window': transformationsReduceByKeyAndWindowLower,
  'spark.transformation.reduce-by-key-function': transformationsReduceByKeyFunctionLower,
  'spark.transformation.right-outer-join': transformationsRightOuterJoinLower,
  'spark.transformation.sort': transformationsSortLower,
  'spark.transformation.union': transformationsUnionLower,
  'spark.transformation.update-state-by-key': transformationsUpdateStateByKeyLower,
  'spark.transformation.window': transformationsWindowLower,
};
