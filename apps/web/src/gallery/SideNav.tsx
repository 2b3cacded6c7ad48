import type { ReactElement } from 'react';
import { Link, useLocation } from 'wouter';
import { openShortcuts } from '../commands/palette-state.ts';
import { engines } from '../engines.ts';
import { Icon } from '../ui/Icon.tsx';
import { Tile } from '../ui/Tile.tsx';
import { useHome, valueOf } from './home-store.ts';

const componentCount = engines.reduce((sum, engine) => sum + engine.components.length, 0);

/** Places of the project, with how much is in each. */
export function SideNav(): ReactElement {
  const flows = valueOf(useHome((state) => state.flows)).length;
  const runs = valueOf(useHome((state) => state.runs)).length;
  const datasets = valueOf(useHome((state) => state.datasets)).length;
  const [place] = useLocation();
  const rows = [
    { href: '/', icon: 'house', label: 'Home', count: undefined },
    { href: '/flows', icon: 'workflow', label: 'Flows', count: flows },
    { href: '/runs', icon: 'history', label: 'Runs', count: runs },
    { href: '/datasets', icon: 'database', label: 'Data sets', count: datasets },
    { href: '/components', icon: 'blocks', label: 'Components', count: componentCount },
  ];
  return (
    <nav className="side" aria-label="Project">
      {rows.map(({ href, icon, label, count }) => (
        <Link
          key={href}
          href={href}
          className={place === href ? 'on' : ''}
          {...(place === href ? { 'aria-current': 'page' } : {})}
        >
          <Icon name={icon} size={15} />
          {label}
          {count === undefined ? null : <span className="n">{count}</span>}
        </Link>
      ))}
      <h2>Engines</h2>
      {engines.map((engine) => (
        <Link key={engine.id} href={`/components?engine=${engine.id}`}>
          <Tile engine={engine.id} size={20} />
          {engine.title}
          <span className="n">{engine.components.length}</span>
        </Link>
      ))}
      <span className="grow" />
      <button type="button" onClick={openShortcuts}>
        <Icon name="keyboard" size={15} />
        Shortcuts
      </button>
    </nav>
  );
}
