import { useStore } from '@xyflow/react';
import type { ReactElement } from 'react';
import { useFlowStore } from '../store/flow-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import { layOutHere } from './canvas-actions.ts';
import { type Tool, useCanvasStore } from './canvas-store.ts';
import { Legend } from './Legend.tsx';
import { fitFlow, zoom } from './viewport.ts';

function Control({
  icon,
  label,
  keys,
  isOn,
  isDisabled = false,
  onClick,
}: {
  readonly icon: string;
  readonly label: string;
  readonly keys?: readonly string[];
  readonly isOn?: boolean;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
}): ReactElement {
  return (
    <Tooltip text={label} {...(keys === undefined ? {} : { keys })}>
      <button
        type="button"
        aria-label={label}
        aria-disabled={isDisabled}
        {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
        className={isOn ? 'on' : ''}
        onClick={() => {
          if (!isDisabled) onClick();
        }}
      >
        <Icon name={icon} size={13} />
      </button>
    </Tooltip>
  );
}

/** Tools, undo and redo above the canvas, zoom and the legend below it. */
export function CanvasControls(): ReactElement {
  const tool = useCanvasStore((s) => s.tool);
  const undoLabel = useFlowStore((s) => s.undoLabel);
  const redoLabel = useFlowStore((s) => s.redoLabel);
  const setTool = (next: Tool): void => useCanvasStore.setState({ tool: next });
  const { undo, redo } = useFlowStore.getState();
  return (
    <>
      <div className="ctl" style={{ left: 12, top: 12 }} role="toolbar" aria-label="Tools">
        <Control
          icon="mouse-pointer-2"
          label="Select"
          isOn={tool === 'select'}
          onClick={() => setTool('select')}
        />
        <Control icon="hand" label="Pan" isOn={tool === 'pan'} onClick={() => setTool('pan')} />
      </div>
      <div className="ctl" style={{ left: 80, top: 12 }} role="toolbar" aria-label="History">
        <Control
          icon="undo-2"
          label={undoLabel === undefined ? 'Undo' : `Undo: ${undoLabel}`}
          keys={['Ctrl', 'Z']}
          isDisabled={undoLabel === undefined}
          onClick={undo}
        />
        <Control
          icon="redo-2"
          label={redoLabel === undefined ? 'Redo' : `Redo: ${redoLabel}`}
          keys={['Ctrl', 'Shift', 'Z']}
          isDisabled={redoLabel === undefined}
          onClick={redo}
        />
      </div>
      <div className="ctl" style={{ left: 12, bottom: 12 }} role="toolbar" aria-label="View">
        <Control icon="minus" label="Zoom out" onClick={() => zoom('out')} />
        <ZoomValue />
        <Control icon="plus" label="Zoom in" onClick={() => zoom('in')} />
        <Control icon="maximize" label="Fit flow" keys={['Shift', '1']} onClick={() => fitFlow()} />
        <Control icon="network" label="Lay out" onClick={layOutHere} />
      </div>
      <Legend />
    </>
  );
}

function ZoomValue(): ReactElement {
  const percent = useStore((s) => Math.round(s.transform[2] * 100));
  return (
    <Tooltip text="Zoom to 100 %">
      <button
        type="button"
        className="num zoom-value"
        aria-label={`Zoom ${percent} %, set to 100 %`}
        onClick={() => zoom('reset')}
      >
        {percent} %
      </button>
    </Tooltip>
  );
}
