// Written by `npm run generate`; do not edit.
import type { Implementations } from '@sluice/runtime';
import { run as inputsReplayRun } from './components/inputs/replay/run.ts';
import { run as inputsSocketTextStreamRun } from './components/inputs/socket-text-stream/run.ts';
import { run as inputsTextFileStreamRun } from './components/inputs/text-file-stream/run.ts';
import { run as outputsForEachFunctionRun } from './components/outputs/for-each-function/run.ts';
import { run as outputsPrintRun } from './components/outputs/print/run.ts';
import { run as outputsSaveAsTextFilesRun } from './components/outputs/save-as-text-files/run.ts';
import { run as outputsViewRun } from './components/outputs/view/run.ts';
import { run as transformationsFilterFunctionRun } from './components/transformations/filter-function/run.ts';
import { run as transformationsFlatMapFunctionRun } from './components/transformations/flat-map-function/run.ts';
import { run as transformationsMapFunctionRun } from './components/transformations/map-function/run.ts';
import { run as transformationsMapToPairFunctionRun } from './components/transformations/map-to-pair-function/run.ts';
import { run as transformationsReduceByKeyFunctionRun } from './components/transformations/reduce-by-key-function/run.ts';

export const implementations: Implementations = {
  'spark.input.replay': inputsReplayRun,
  'spark.input.socket-text-stream': inputsSocketTextStreamRun,
  'spark.input.text-file-stream': inputsTextFileStreamRun,
  'spark.output.for-each-function': outputsForEachFunctionRun,
  'spark.output.print': outputsPrintRun,
  'spark.output.save-as-text-files': outputsSaveAsTextFilesRun,
  'spark.output.view': outputsViewRun,
  'spark.transformation.filter-function': transformationsFilterFunctionRun,
  'spark.transformation.flat-map-function': transformationsFlatMapFunctionRun,
  'spark.transformation.map-function': transformationsMapFunctionRun,
  'spark.transformation.map-to-pair-function': transformationsMapToPairFunctionRun,
  'spark.transformation.reduce-by-key-function': transformationsReduceByKeyFunctionRun,
};
