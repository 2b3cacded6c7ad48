import { describe, expect, test } from 'vitest';
import { catalog } from '../engines.ts';
import { icons } from './icons.ts';

describe('icons', () => {
  test('every icon a component, a system or an engine names is drawn', () => {
    const named = catalog.engines.flatMap((engine) => [
      engine.icon,
      engine.unknownIcon,
      ...engine.systems.map((system) => system.icon),
      ...engine.components.map((component) => component.icon),
    ]);
    expect(named.filter((name) => !Object.hasOwn(icons, name))).toEqual([]);
  });
});
