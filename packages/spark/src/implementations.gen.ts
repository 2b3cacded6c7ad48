// Written by `npm run generate`; do not edit.
import type { Implementations } from '@sluice/runtime';
import { run as inputsReplayRun } from './components/inputs/replay/run.ts';
import { run as inputsSocketTextStreamRun } from './components/inputs/socket-text-stream/run.ts';
import { run as inputsTextFileStreamRun } from './components/inputs/text-file-stream/run.ts';
import { run as outputsPrintRun } from './components/outputs/print/run.ts';
import { run as outputsSaveAsTextFilesRun } from './components/outputs/save-as-text-files/run.ts';
import { run as outputsViewRun } from './components/outputs/view/run.ts';

export const implementations: Implementations = {
  'spark.input.replay': inputsReplayRun,
  'spark.input.socket-text-stream': inputsSocketTextStreamRun,
  'spark.input.text-file-stream': inputsTextFileStreamRun,
  'spark.output.print': outputsPrintRun,
  'spark.output.save-as-text-files': outputsSaveAsTextFilesRun,
  'spark.output.view': outputsViewRun,
};
