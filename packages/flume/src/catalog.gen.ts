// Written by `npm run generate`; do not edit.
import type { ComponentSpec, Lower } from '@sluice/component';
import { lower as channelsFileLower } from './components/channels/file/lower.ts';
import { lower as channelsMemoryLower } from './components/channels/memory/lower.ts';
import { lower as interceptorsHostLower } from './components/interceptors/host/lower.ts';
import { lower as interceptorsRegexExtractorLower } from './components/interceptors/regex_extractor/lower.ts';
import { lower as interceptorsRegexFilterLower } from './components/interceptors/regex_filter/lower.ts';
import { lower as interceptorsRemoveHeaderLower } from './components/interceptors/remove_header/lower.ts';
import { lower as interceptorsSearchReplaceLower } from './components/interceptors/search_replace/lower.ts';
import { lower as interceptorsStaticLower } from './components/interceptors/static/lower.ts';
import { lower as interceptorsTimestampLower } from './components/interceptors/timestamp/lower.ts';
import { lower as sourcesExecLower } from './components/sources/exec/lower.ts';
import { lower as sourcesHttpLower } from './components/sources/http/lower.ts';
import { lower as sourcesNetcatLower } from './components/sources/netcat/lower.ts';
import { lower as sourcesReplayLower } from './components/sources/replay/lower.ts';
import { lower as sourcesSeqLower } from './components/sources/seq/lower.ts';
import { lower as sourcesSpooldirLower } from './components/sources/spooldir/lower.ts';
import { spec as channelsFileSpec } from './components/channels/file/spec.ts';
import { spec as channelsMemorySpec } from './components/channels/memory/spec.ts';
import { spec as interceptorsHostSpec } from './components/interceptors/host/spec.ts';
import { spec as interceptorsRegexExtractorSpec } from './components/interceptors/regex_extractor/spec.ts';
import { spec as interceptorsRegexFilterSpec } from './components/interceptors/regex_filter/spec.ts';
import { spec as interceptorsRemoveHeaderSpec } from './components/interceptors/remove_header/spec.ts';
import { spec as interceptorsSearchReplaceSpec } from './components/interceptors/search_replace/spec.ts';
import { spec as interceptorsStaticSpec } from './components/interceptors/static/spec.ts';
import { spec as interceptorsTimestampSpec } from './components/interceptors/timestamp/spec.ts';
import { spec as selectorsMultiplexingSpec } from './components/selectors/multiplexing/spec.ts';
import { spec as selectorsReplicatingSpec } from './components/selectors/replicating/spec.ts';
import { spec as sinksFileRollSpec } from './components/sinks/file_roll/spec.ts';
import { spec as sinksHdfsSpec } from './components/sinks/hdfs/spec.ts';
import { spec as sinksLoggerSpec } from './components/sinks/logger/spec.ts';
import { spec as sinksNullSpec } from './components/sinks/null/spec.ts';
import { spec as sourcesExecSpec } from './components/sources/exec/spec.ts';
import { spec as sourcesHttpSpec } from './components/sources/http/spec.ts';
import { spec as sourcesNetcatSpec } from './components/sources/netcat/spec.ts';
import { spec as sourcesReplaySpec } from './components/sources/replay/spec.ts';
import { spec as sourcesSeqSpec } from './components/sources/seq/spec.ts';
import { spec as sourcesSpooldirSpec } from './components/sources/spooldir/spec.ts';

export const components: readonly ComponentSpec[] = [
  channelsFileSpec,
  channelsMemorySpec,
  interceptorsHostSpec,
  interceptorsRegexExtractorSpec,
  interceptorsRegexFilterSpec,
  interceptorsRemoveHeaderSpec,
  interceptorsSearchReplaceSpec,
  interceptorsStaticSpec,
  interceptorsTimestampSpec,
  selectorsMultiplexingSpec,
  selectorsReplicatingSpec,
  sinksFileRollSpec,
  sinksHdfsSpec,
  sinksLoggerSpec,
  sinksNullSpec,
  sourcesExecSpec,
  sourcesHttpSpec,
  sourcesNetcatSpec,
  sourcesReplaySpec,
  sourcesSeqSpec,
  sourcesSpooldirSpec,
];

export const lowerings: { readonly [componentId: string]: Lower } = {
  'flume.channel.file': channelsFileLower,
  'flume.channel.memory': channelsMemoryLower,
  'flume.interceptor.host': interceptorsHostLower,
  'flume.interceptor.regex_extractor': interceptorsRegexExtractorLower,
  'flume.interceptor.regex_filter': interceptorsRegexFilterLower,
  'flume.interceptor.remove_header': interceptorsRemoveHeaderLower,
  'flume.interceptor.search_replace': interceptorsSearchReplaceLower,
  'flume.interceptor.static': interceptorsStaticLower,
  'flume.interceptor.timestamp': interceptorsTimestampLower,
  'flume.source.exec': sourcesExecLower,
  'flume.source.http': sourcesHttpLower,
  'flume.source.netcat': sourcesNetcatLower,
  'flume.source.replay': sourcesReplayLower,
  'flume.source.seq': sourcesSeqLower,
  'flume.source.spooldir': sourcesSpooldirLower,
};
