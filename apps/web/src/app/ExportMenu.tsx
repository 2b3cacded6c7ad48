import type { ReactElement } from 'react';
import { useCommandList } from '../commands/use-command-list.ts';
import { download } from '../gallery/flow-actions.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { Button } from '../ui/Button.tsx';
import { Menu, type MenuEntry } from '../ui/Menu.tsx';
import { toast, toastError } from '../ui/toasts.ts';
import { documentOf, propertiesOf, type TakeAway } from './export-flow.ts';

const current = (): readonly TakeAway[] => propertiesOf(useFlowStore.getState().flow);

function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    toastError(error);
  }
}

function copyText(file: TakeAway): void {
  navigator.clipboard.writeText(file.content).then(
    () => toast({ tone: 'ok', text: `Copied ${file.fileName}` }),
    () =>
      toast({ tone: 'error', text: 'The browser does not let this page copy. Download the file instead.' }),
  );
}

/** Takes the flow away: Flume properties, or the flow document. */
export function ExportMenu({ flowId }: { readonly flowId: string }): ReactElement {
  const flow = useFlowStore((state) => state.flow);
  const hasFlume = Object.values(flow.systems).some((system) => system.type.startsWith('flume.'));
  const downloadProperties = (): void =>
    attempt(() => {
      for (const file of current()) download(file.fileName, file.content);
    });
  const copyProperties = (): void =>
    attempt(() => {
      const files = current();
      const first = files[0];
      if (first === undefined) return;
      copyText(
        files.length === 1
          ? first
          : { fileName: 'all agents', content: files.map((file) => file.content).join('\n') },
      );
    });
  const downloadDocument = (): void => {
    const file = documentOf(useFlowStore.getState().flow, flowId);
    download(file.fileName, file.content, 'application/json');
  };
  useCommandList(
    () => [
      {
        id: 'export.properties',
        title: 'Download Flume .properties',
        place: 'Export',
        icon: 'download',
        enabled: () => current().length > 0,
        run: downloadProperties,
      },
      {
        id: 'export.copy',
        title: 'Copy Flume .properties',
        place: 'Export',
        icon: 'copy',
        enabled: () => current().length > 0,
        run: copyProperties,
      },
      {
        id: 'export.document',
        title: 'Download flow file',
        place: 'Export',
        icon: 'file-json',
        words: 'json save',
        run: downloadDocument,
      },
    ],
    [flowId],
  );
  const entries: readonly MenuEntry[] = [
    {
      label: 'Download .properties',
      icon: 'download',
      note: hasFlume ? 'Flume 1.11' : 'no Flume agent here',
      isDisabled: !hasFlume,
      onSelect: downloadProperties,
    },
    { label: 'Copy .properties', icon: 'copy', isDisabled: !hasFlume, onSelect: copyProperties },
    { kind: 'separator' },
    { label: 'Download flow file', icon: 'file-json', note: '.flow.json', onSelect: downloadDocument },
  ];
  return (
    <Menu
      trigger={
        <Button icon="download" hasCaret>
          Export
        </Button>
      }
      entries={entries}
    />
  );
}
