// Written by `npm run generate`; do not edit.
import type { Implementations } from '@sluice/runtime';
import { run as interceptorsHostRun } from './components/interceptors/host/run.ts';
import { run as interceptorsRemoveHeaderRun } from './components/interceptors/remove_header/run.ts';
import { run as sinksFileRollRun } from './components/sinks/file_roll/run.ts';
import { run as sinksHdfsRun } from './components/sinks/hdfs/run.ts';
import { run as sinksLoggerRun } from './components/sinks/logger/run.ts';
import { run as sinksNullRun } from './components/sinks/null/run.ts';
import { run as sourcesExecRun } from './components/sources/exec/run.ts';
import { run as sourcesHttpRun } from './components/sources/http/run.ts';
import { run as sourcesNetcatRun } from './components/sources/netcat/run.ts';
import { run as sourcesReplayRun } from './components/sources/replay/run.ts';
import { run as sourcesSeqRun } from './components/sources/seq/run.ts';
import { run as sourcesSpooldirRun } from './components/sources/spooldir/run.ts';

export const implementations: Implementations = {
  'flume.interceptor.host': interceptorsHostRun,
  'flume.interceptor.remove_header': interceptorsRemoveHeaderRun,
  'flume.sink.file_roll': sinksFileRollRun,
  'flume.sink.hdfs': sinksHdfsRun,
  'flume.sink.logger': sinksLoggerRun,
  'flume.sink.null': sinksNullRun,
  'flume.source.exec': sourcesExecRun,
  'flume.source.http': sourcesHttpRun,
  'flume.source.netcat': sourcesNetcatRun,
  'flume.source.replay': sourcesReplayRun,
  'flume.source.seq': sourcesSeqRun,
  'flume.source.spooldir': sourcesSpooldirRun,
};
