import type { ReactElement, ReactNode } from 'react';
import { documentName } from '../app/export-flow.ts';
import { download } from '../gallery/flow-actions.ts';
import { only } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu, type MenuEntry } from '../ui/Menu.tsx';
import { toast } from '../ui/toasts.ts';
import { agentFiles } from './agent-text.ts';
import { useLane } from './lane-store.ts';

export interface TextHeadProps {
  readonly file: string;
  readonly content: string;
  /** What stands after the file's name. */
  readonly children: ReactNode;
}

/** The line over a text: which file it is, how it stands with the canvas, copy and download. */
export function TextHead({ file, content, children }: TextHeadProps): ReactElement {
  return (
    <div className="subhead">
      <FileMenu file={file} />
      {children}
      <span className="grow" />
      <Caret />
      <Button look="ghost" size="sm" icon="copy" onClick={() => copyText(file, content)}>
        Copy
      </Button>
      <Button look="ghost" size="sm" icon="download" onClick={() => download(file, content)}>
        Download
      </Button>
    </div>
  );
}

/** The name of the file, and the other files of the flow where there are some. */
function FileMenu({ file }: { readonly file: string }): ReactElement {
  const flow = useFlowStore((state) => state.flow);
  const id = useFlowStore((state) => state.id) ?? '';
  const files = agentFiles(flow);
  const fileName = documentName(id);
  if (files.length === 0) {
    return (
      <>
        <Icon name="file-json" size={12} />
        <span className="mono file">{file}</span>
      </>
    );
  }
  const entries: readonly MenuEntry[] = [
    ...files.map(({ agent, name }) => ({
      label: name,
      icon: 'file-text',
      isChecked: name === file,
      onSelect: () => {
        useLane.setState({ isDocument: false });
        useFlowStore.getState().select(only('system', agent));
      },
    })),
    {
      label: fileName,
      icon: 'file-json',
      isChecked: fileName === file,
      onSelect: () => useLane.setState({ isDocument: true }),
    },
  ];
  return (
    <Menu
      align="start"
      side="top"
      entries={entries}
      trigger={
        <Button look="ghost" size="sm" className="mono file" hasCaret aria-label={`File: ${file}`}>
          {file}
        </Button>
      }
    />
  );
}

function Caret(): ReactElement {
  const { line, column } = useLane((state) => state.caret);
  return (
    <span className="num">
      Ln {line}, Col {column}
    </span>
  );
}

function copyText(file: string, content: string): void {
  navigator.clipboard.writeText(content).then(
    () => toast({ tone: 'ok', text: `Copied ${file}` }),
    () => toast({ tone: 'warn', text: 'The browser refused to copy. Select the text and press Ctrl C.' }),
  );
}
