import { type ReactElement, useState } from 'react';

type TabName = 'Config' | 'Metrics' | 'Data' | 'Docs';

/** The tabs of the inspector; each is drawn only while it is shown. */
export function Tabs({
  tabs,
}: {
  readonly tabs: { readonly [K in TabName]: () => ReactElement };
}): ReactElement {
  const [chosen, choose] = useState<TabName>('Config');
  return (
    <>
      <div className="tabs" role="tablist" aria-label="Inspector">
        {(Object.keys(tabs) as TabName[]).map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={name === chosen}
            className={name === chosen ? 'on' : ''}
            onClick={() => choose(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div className="tab-body" role="tabpanel" aria-label={chosen}>
        {tabs[chosen]()}
      </div>
    </>
  );
}
