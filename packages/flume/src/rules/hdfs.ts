import type { AppliedComponent, AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { before, numberOf, textOf } from './neighbours.ts';

/** What goes wrong with hdfs sinks: files, times and places. */
export function checkHdfs(system: AppliedSystem): readonly Diagnostic[] {
  return system.components
    .filter((c) => c.spec.id === 'flume.sink.hdfs')
    .flatMap((sink) => [
      ...smallFiles(sink),
      ...timeMissing(system, sink),
      ...wrongType(sink),
      ...remotePath(sink),
      ...unknownZone(sink),
    ]);
}

const defaultRollCount = 10;

function smallFiles(sink: AppliedComponent): Diagnostic[] {
  if (numberOf(sink, 'rollCount') !== defaultRollCount) return [];
  return [
    {
      code: 'FLUME_HDFS_SMALL_FILES',
      severity: 'warning',
      message: `${sink.name} rolls a file after every ${defaultRollCount} events, the default of hdfs.rollCount; its limits of time and size hardly ever apply.`,
      at: { component: sink.id, field: 'rollCount' },
      help: 'Set it to 0 to roll by time and size only.',
      fix: { label: 'Set rollCount to 0', component: sink.id, field: 'rollCount', value: 0 },
    },
  ];
}

/** Letters of the time, also `%%`, which Flume treats as one. */
const timeEscape = /%(\w|%)/;

function timeMissing(system: AppliedSystem, sink: AppliedComponent): Diagnostic[] {
  const field = ['path', 'filePrefix'].find((name) => timeEscape.test(textOf(sink, name)));
  if (field === undefined || sink.config.useLocalTimeStamp === true) return [];
  const sources = before(system, sink.id).flatMap((channel) => before(system, channel.id));
  const lacking = sources.filter((source) => !setsTimestamp(system, source));
  if (lacking.length === 0) return [];
  const names = lacking.map((source) => source.name).join(' and ');
  const escape = timeEscape.exec(textOf(sink, field))?.[0] ?? '%Y';
  const mayHave = lacking.every((source) => source.spec.id === 'flume.source.http');
  return [
    {
      code: 'FLUME_HDFS_TIME_MISSING',
      severity: mayHave ? 'warning' : 'error',
      message: `${sink.name} needs the header timestamp for ${escape}, and events from ${names} ${mayHave ? 'may not have it' : 'have none'}: the sink would try the same batch for ever.`,
      at: { component: sink.id, field },
      help: `Use the local time, or add a timestamp interceptor to ${names}.`,
      fix: { label: 'Use the local time', component: sink.id, field: 'useLocalTimeStamp', value: true },
    },
  ];
}

function setsTimestamp(system: AppliedSystem, source: AppliedComponent): boolean {
  return system.attached(source.id).some((a) => {
    switch (a.spec.id) {
      case 'flume.interceptor.timestamp':
        return a.config.headerName === 'timestamp';
      case 'flume.interceptor.static':
        return a.config.key === 'timestamp';
      case 'flume.interceptor.regex_extractor':
        return Array.isArray(a.config.headers) && a.config.headers.includes('timestamp');
      default:
        return false;
    }
  });
}

function wrongType(sink: AppliedComponent): Diagnostic[] {
  const type = textOf(sink, 'fileType');
  const codec = textOf(sink, 'codeC');
  const found: Diagnostic[] = [];
  if (type !== 'DataStream') {
    found.push({
      code: 'FLUME_HDFS_FILE_TYPE',
      severity: 'error',
      message: `${sink.name} writes ${type}${type === 'SequenceFile' ? ", Flume's default" : ''}; embedded runs write DataStream text only.`,
      at: { component: sink.id, field: 'fileType' },
      help: 'Use DataStream, or take the flow to a real agent.',
      fix: { label: 'Use DataStream', component: sink.id, field: 'fileType', value: 'DataStream' },
    });
  } else if (codec !== '') {
    found.push({
      code: 'FLUME_HDFS_CODEC',
      severity: 'error',
      message: `${sink.name} has a codec, which Flume refuses for DataStream.`,
      at: { component: sink.id, field: 'codeC' },
      help: 'Remove the codec.',
      fix: { label: 'Remove the codec', component: sink.id, field: 'codeC', value: undefined },
    });
  }
  if (type === 'CompressedStream' && codec === '') {
    found.push({
      code: 'FLUME_HDFS_CODEC',
      severity: 'error',
      message: `${sink.name} writes a CompressedStream without a codec, which Flume refuses.`,
      at: { component: sink.id, field: 'codeC' },
      help: 'Name a codec such as gzip.',
    });
  }
  return found;
}

function remotePath(sink: AppliedComponent): Diagnostic[] {
  const path = textOf(sink, 'path');
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(path)?.[1]?.toLowerCase();
  if (scheme === undefined || scheme === 'file') return [];
  const local = `data${path.replace(/^[a-z][a-z0-9+.-]+:\/*/i, '/').replace(/^\/[^/%]*:\d+(?=\/|$)/, '')}`;
  return [
    {
      code: 'FLUME_HDFS_REMOTE',
      severity: 'error',
      message: `${sink.name} writes to ${scheme}://; embedded runs write to local directories only.`,
      at: { component: sink.id, field: 'path' },
      help: 'Use a plain path or file:// here, or take the flow to a real agent.',
      fix: { label: `Use ${local}`, component: sink.id, field: 'path', value: local },
    },
  ];
}

function unknownZone(sink: AppliedComponent): Diagnostic[] {
  const zone = textOf(sink, 'timeZone');
  if (zone === '') return [];
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return [];
  } catch {
    return [
      {
        code: 'FLUME_HDFS_ZONE_UNKNOWN',
        severity: 'error',
        message: `${sink.name} names a time zone ${zone} that is not known here; Java would silently use GMT.`,
        at: { component: sink.id, field: 'timeZone' },
        help: 'Use a name such as UTC or Europe/Berlin.',
        fix: { label: 'Use UTC', component: sink.id, field: 'timeZone', value: 'UTC' },
      },
    ];
  }
}
