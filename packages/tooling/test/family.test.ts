import { join } from 'node:path';
import { applyDefaults, type ComponentSpec, checkField, createCatalog, kindOf } from '@sluice/component';
import { flume } from '@sluice/flume';
import { flumeImplementations } from '@sluice/flume/runtime';
import { spark } from '@sluice/spark';
import { sparkImplementations } from '@sluice/spark/runtime';
import { storm } from '@sluice/storm';
import { stormImplementations } from '@sluice/storm/runtime';
import { describe, expect, it } from 'vitest';
import { componentFolders } from '../src/component-folders.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const engines = [flume, storm, spark];
const implementations = { ...flumeImplementations, ...stormImplementations, ...sparkImplementations };
const all: readonly (readonly [string, ComponentSpec])[] = engines.flatMap((e) =>
  e.components.map((c) => [c.id, c] as const),
);

it('every id is declared once', () => {
  expect(createCatalog(engines).engines).toHaveLength(3);
});

it.each(engines.map((e) => [e.id, e] as const))(
  '%s: every folder is in the catalog under its path, and nothing else is',
  (id, engine) => {
    expect(engine.components.map((c) => c.id).sort()).toEqual(componentFolders(root, id).map((f) => f.id));
  },
);

describe.each(all)('%s', (id, spec) => {
  const engine = engines.find((e) => id.startsWith(`${e.id}.`));

  it('says what it does in one sentence', () => {
    expect(spec.title).not.toBe('');
    expect(spec.summary).toMatch(/^[A-Z`].*\.$/);
    expect(spec.summary.length).toBeLessThanOrEqual(140);
  });

  it('labels and explains every field', () => {
    for (const [name, field] of Object.entries(spec.config)) {
      expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
      expect(field.label, name).toMatch(/^[A-Za-z(]/);
      expect(field.help, name).toMatch(/[.)]$/);
    }
  });

  it('has defaults that pass its own checks', () => {
    const config = applyDefaults(spec.config, {});
    for (const [name, field] of Object.entries(spec.config)) {
      const problems = checkField(name, field, config[name], { component: 'x' });
      expect(
        problems.filter((p) => p.code !== 'FLOW_FIELD_REQUIRED'),
        name,
      ).toEqual([]);
    }
  });

  it('uses each engine key once', () => {
    const keys = Object.values(spec.config).flatMap((f) => (f.exportKey ? [f.exportKey] : []));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has ports its engine explains, or a host it attaches to', () => {
    const ports = [...spec.inputs, ...spec.outputs];
    if (ports.length === 0) expect(spec.attachesTo).toBeDefined();
    for (const port of ports) {
      expect(Object.hasOwn(engine?.portTypes ?? {}, port.carries), port.carries).toBe(true);
    }
    expect(engine?.groups.map((g) => g.kind)).toContain(kindOf(id));
  });

  it('means something: it is lowered, implemented or attached', () => {
    const isLowered = Object.hasOwn(engine?.lower ?? {}, id);
    const isImplemented = Object.hasOwn(implementations, id);
    expect(isLowered || isImplemented || spec.attachesTo !== undefined).toBe(true);
    if (spec.inputs.every((p) => p.carries.startsWith('link.')) && spec.outputs.length > 0) {
      expect(isLowered && isImplemented, 'a source needs lower.ts and run.ts').toBe(true);
    }
  });
});
