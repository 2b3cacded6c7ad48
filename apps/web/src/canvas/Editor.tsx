import { ReactFlowProvider } from '@xyflow/react';
import type { ReactElement } from 'react';
import { Inspector } from '../inspector/Inspector.tsx';
import { Lane } from '../lane/Lane.tsx';
import { Palette } from '../palette/Palette.tsx';
import { Canvas } from './Canvas.tsx';
import { setPanelSizes, usePanelSizes } from './panel-sizes.ts';
import { Splitter } from './Splitter.tsx';
import { useCanvasCommands } from './use-canvas-commands.ts';
import { useClipboard } from './use-clipboard.ts';
import { useWindowSize } from './use-window-size.ts';

/** The design view of an open flow: palette, canvas, inspector and lane. */
export function Editor({ flowId }: { readonly flowId: string }): ReactElement {
  const sizes = usePanelSizes();
  const { isNarrow, isLow, height } = useWindowSize();
  const usual = { palette: isNarrow ? 200 : 232, inspector: isNarrow ? 308 : 340, lane: isLow ? 208 : 264 };
  const palette = sizes.palette ?? usual.palette;
  const inspector = sizes.inspector ?? usual.inspector;
  const highest = Math.round(height * 0.6);
  const lane = sizes.isLaneFolded ? 33 : Math.min(highest, sizes.lane ?? usual.lane);
  useCanvasCommands();
  useClipboard();
  return (
    <ReactFlowProvider>
      <div
        className="work editor"
        style={{ gridTemplateColumns: `${palette}px minmax(0, 1fr) ${inspector}px` }}
        data-flow={flowId}
      >
        <Palette />
        <div className="center" style={{ gridTemplateRows: `minmax(0, 1fr) ${lane}px` }}>
          <Canvas />
          <Lane />
        </div>
        <Inspector />
        <section aria-label="Sizes of the panels" className="splitters">
          {sizes.isLaneFolded ? null : (
            <Splitter
              label="Height of the lane"
              orientation="horizontal"
              size={lane}
              min={160}
              max={highest}
              usual={usual.lane}
              isAfter
              at={{ bottom: lane - 2, left: palette, right: inspector }}
              onSize={(size) => setPanelSizes({ lane: size })}
            />
          )}
          <Splitter
            label="Width of the palette"
            orientation="vertical"
            size={palette}
            min={200}
            max={320}
            usual={usual.palette}
            isAfter={false}
            at={{ left: palette }}
            onSize={(size) => setPanelSizes({ palette: size })}
          />
          <Splitter
            label="Width of the inspector"
            orientation="vertical"
            size={inspector}
            min={300}
            max={480}
            usual={usual.inspector}
            isAfter
            at={{ right: inspector - 2 }}
            onSize={(size) => setPanelSizes({ inspector: size })}
          />
        </section>
      </div>
    </ReactFlowProvider>
  );
}
