import type { AppliedComponent, AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { directoriesOf } from '../data-directories.ts';
import { textOf } from './neighbours.ts';

/** Directories of file channels: no two channels may share one, and a channel needs them apart from each other. */
export function checkDirectories(system: AppliedSystem): readonly Diagnostic[] {
  const channels = system.components.filter((one) => one.spec.id === 'flume.channel.file');
  const owners = new Map<string, AppliedComponent>();
  return channels.flatMap((channel) => [
    ...placesOf(channel).flatMap(({ field, path }) => {
      const place = normal(path);
      const owner = owners.get(place);
      if (owner !== undefined && owner !== channel) return [shared(channel, field, path, owner)];
      owners.set(place, channel);
      return [];
    }),
    ...bothUnset(channel, channels),
    ...backup(channel),
  ]);
}

interface Place {
  readonly field: string;
  readonly path: string;
}

function placesOf(channel: AppliedComponent): readonly Place[] {
  const one = (field: string): Place[] => {
    const path = textOf(channel, field);
    return path === '' ? [] : [{ field, path }];
  };
  return [
    ...one('checkpointDir'),
    ...one('backupCheckpointDir'),
    ...directoriesOf(textOf(channel, 'dataDirs')).map((path) => ({ field: 'dataDirs', path })),
  ];
}

/** One spelling of a path: no file scheme, no `.`, no doubled or last slash. */
function normal(path: string): string {
  const plain = path.trim().replace(/^file:\/\//i, '');
  const parts = plain.split('/').filter((part) => part !== '' && part !== '.');
  return `${plain.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}

function shared(channel: AppliedComponent, field: string, path: string, owner: AppliedComponent): Diagnostic {
  return {
    code: 'FLUME_CHANNEL_DIRECTORY_SHARED',
    severity: 'error',
    message: `${channel.name} and ${owner.name} both use the directory ${path}: the second one cannot start.`,
    at: { component: channel.id, field },
    help: 'Give each file channel directories of its own.',
    fix: {
      label: `Use ${path.replace(/\/+$/, '')}-${channel.name}`,
      component: channel.id,
      field,
      value:
        field === 'dataDirs'
          ? directoriesOf(textOf(channel, 'dataDirs'))
              .map((one) => (one === path ? `${one.replace(/\/+$/, '')}-${channel.name}` : one))
              .join(',')
          : `${path.replace(/\/+$/, '')}-${channel.name}`,
    },
  };
}

/** Without directories all file channels of an agent mean the same ones in its home. */
function bothUnset(channel: AppliedComponent, channels: readonly AppliedComponent[]): readonly Diagnostic[] {
  return ['checkpointDir', 'dataDirs'].flatMap((field): Diagnostic[] => {
    if (textOf(channel, field) !== '') return [];
    const other = channels.find((one) => one !== channel && textOf(one, field) === '');
    if (!other || channels.indexOf(other) > channels.indexOf(channel)) return [];
    const value = `data/${channel.name}/${field === 'dataDirs' ? 'data' : 'checkpoint'}`;
    return [
      {
        code: 'FLUME_CHANNEL_DIRECTORY_SHARED',
        severity: 'warning',
        message: `${channel.name} and ${other.name} both leave ${channel.spec.config[field]?.label.toLowerCase() ?? field} to Flume, which gives them the same one: in an agent the second cannot start.`,
        at: { component: channel.id, field },
        help: 'Give each file channel directories of its own.',
        fix: { label: `Use ${value}`, component: channel.id, field, value },
      },
    ];
  });
}

function backup(channel: AppliedComponent): readonly Diagnostic[] {
  if (channel.config.useDualCheckpoints !== true) return [];
  const path = textOf(channel, 'backupCheckpointDir');
  const used = [textOf(channel, 'checkpointDir'), ...directoriesOf(textOf(channel, 'dataDirs'))].map(normal);
  if (path !== '' && !used.includes(normal(path))) return [];
  return [
    {
      code: 'FLUME_BACKUP_CHECKPOINT_DIRECTORY',
      severity: 'error',
      message:
        path === ''
          ? `${channel.name} keeps a second checkpoint and has no directory for it: Flume does not start it.`
          : `The second checkpoint of ${channel.name} lies in one of its other directories: Flume does not start it.`,
      at: { component: channel.id, field: 'backupCheckpointDir' },
      help: 'Use a directory of its own, best on another disk.',
    },
  ];
}
