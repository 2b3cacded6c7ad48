import { type ReactElement, useId, useState } from 'react';
import { moveInTabs } from '../ui/tab-keys.ts';

type TabName = 'Config' | 'Metrics' | 'Data' | 'Docs';

/** The tabs of the inspector; each is drawn only while it is shown. */
export function Tabs({
  tabs,
}: {
  readonly tabs: { readonly [K in TabName]: () => ReactElement };
}): ReactElement {
  const [chosen, choose] = useState<TabName>('Config');
  const id = useId();
  return (
    <>
      <div className="tabs" role="tablist" aria-label="Inspector" onKeyDown={moveInTabs}>
        {(Object.keys(tabs) as TabName[]).map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === chosen}
            aria-controls={name === chosen ? `${id}-panel` : undefined}
            tabIndex={name === chosen ? 0 : -1}
            className={name === chosen ? 'on' : ''}
            onClick={() => choose(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div className="tab-body" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {tabs[chosen]()}
      </div>
    </>
  );
}
