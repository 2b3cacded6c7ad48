/** Names of the component kinds: in a text, and in the ids of the catalog. */
export const sections = ['sources', 'channels', 'sinks'] as const;
export type Section = (typeof sections)[number];

/** The kind in the ids of the catalog. */
export const kindOfSection = {
  sources: 'source',
  channels: 'channel',
  sinks: 'sink',
} as const satisfies Record<Section, string>;

/** Short names Flume knows, in lower case; it ignores their case. */
const aliases: { readonly [kind: string]: readonly string[] } = {
  source: [
    'seq',
    'netcat',
    'exec',
    'avro',
    'syslogtcp',
    'multiport_syslogtcp',
    'syslogudp',
    'spooldir',
    'http',
    'thrift',
    'jms',
    'taildir',
    'netcatudp',
  ],
  channel: ['file', 'memory', 'jdbc', 'spillablememory'],
  sink: [
    'null',
    'logger',
    'file_roll',
    'hdfs',
    'irc',
    'avro',
    'thrift',
    'elasticsearch',
    'hbase',
    'asynchbase',
    'hbase2',
    'morphline_solr',
    'hive',
    'http',
  ],
  interceptor: [
    'timestamp',
    'host',
    'static',
    'regex_filter',
    'regex_extractor',
    'remove_header',
    'search_replace',
  ],
  selector: ['replicating', 'multiplexing', 'load_balancing'],
};

/** Class names of the components in the catalog. */
const classes: ReadonlyMap<string, string> = new Map([
  ['org.apache.flume.source.NetcatSource', 'netcat'],
  ['org.apache.flume.source.ExecSource', 'exec'],
  ['org.apache.flume.source.SequenceGeneratorSource', 'seq'],
  ['org.apache.flume.source.SpoolDirectorySource', 'spooldir'],
  ['org.apache.flume.source.http.HTTPSource', 'http'],
  ['org.apache.flume.channel.MemoryChannel', 'memory'],
  ['org.apache.flume.channel.file.FileChannel', 'file'],
  ['org.apache.flume.sink.LoggerSink', 'logger'],
  ['org.apache.flume.sink.NullSink', 'null'],
  ['org.apache.flume.sink.RollingFileSink', 'file_roll'],
  ['org.apache.flume.sink.hdfs.HDFSEventSink', 'hdfs'],
  ['org.apache.flume.interceptor.TimestampInterceptor$Builder', 'timestamp'],
  ['org.apache.flume.interceptor.HostInterceptor$Builder', 'host'],
  ['org.apache.flume.interceptor.StaticInterceptor$Builder', 'static'],
  ['org.apache.flume.interceptor.RegexFilteringInterceptor$Builder', 'regex_filter'],
  ['org.apache.flume.interceptor.RegexExtractorInterceptor$Builder', 'regex_extractor'],
  ['org.apache.flume.interceptor.SearchAndReplaceInterceptor$Builder', 'search_replace'],
  ['org.apache.flume.channel.ReplicatingChannelSelector', 'replicating'],
  ['org.apache.flume.channel.MultiplexingChannelSelector', 'multiplexing'],
]);

/** Stands for a component whose text has no `type`. */
export const untyped = 'untyped';

/** The catalog id of what a text calls `type`; what Flume does not know keeps its name. */
export function typeId(kind: string, type: string | undefined): string {
  if (type === undefined) return `flume.${kind}.${untyped}`;
  const lower = type.toLowerCase();
  const name = aliases[kind]?.includes(lower) ? lower : (classes.get(type) ?? type);
  return `flume.${kind}.${name}`;
}

/** What a text calls the component; undefined when it has no type. */
export function typeName(kind: string, id: string): string | undefined {
  const name = id.slice(`flume.${kind}.`.length);
  return name === untyped ? undefined : name;
}
