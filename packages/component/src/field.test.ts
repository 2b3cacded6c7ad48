import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineComponent, type SpecConfig } from './component-spec.ts';
import { applyDefaults, checkField, field } from './field.ts';

const spec = defineComponent({
  id: 'x.sink.y',
  title: 'y',
  summary: 'Does y.',
  docs: [],
  icon: 'ban',
  inputs: [],
  outputs: [],
  config: {
    size: field.integer({ label: 'Size', help: 'How many.', default: 100, min: 1, max: 1000 }),
    path: field.path({ label: 'Path', help: 'Where.', of: 'directory', isRequired: true }),
    prefix: field.text({
      label: 'Prefix',
      help: 'Before.',
      pattern: { source: '[a-z]*', message: 'use letters' },
    }),
    mode: field.choice({ label: 'Mode', help: 'How.', choices: ['a', 'b'], default: 'a' }),
    names: field.list({ label: 'Names', help: 'Which.', default: [], itemLabel: 'Name' }),
  },
});

describe('config types', () => {
  it('follow the fields: defaults and required values are present, others may be missing', () => {
    expectTypeOf<SpecConfig<typeof spec>>().toEqualTypeOf<{
      readonly size: number;
      readonly path: string;
      readonly prefix: string | undefined;
      readonly mode: 'a' | 'b';
      readonly names: readonly string[];
    }>();
  });
});

describe('applyDefaults', () => {
  it('fills in defaults and leaves out what the spec does not know', () => {
    expect(applyDefaults(spec.config, { path: '/x', other: 1 })).toEqual({
      size: 100,
      path: '/x',
      mode: 'a',
      names: [],
    });
  });
  it('does not read inherited keys', () => {
    expect(applyDefaults(spec.config, JSON.parse('{"__proto__": {"size": 5}}'))).toMatchObject({ size: 100 });
  });
});

describe('checkField', () => {
  const codes = (name: keyof typeof spec.config, value: unknown): string[] =>
    checkField(name, spec.config[name], value as never, { component: 'c' }).map((d) => d.code);

  it.each([
    ['size', 0, ['FLOW_FIELD_RANGE']],
    ['size', 1, []],
    ['size', 1000, []],
    ['size', 1001, ['FLOW_FIELD_RANGE']],
    ['size', 1.5, ['FLOW_FIELD_TYPE']],
    ['size', '7', ['FLOW_FIELD_TYPE']],
    ['size', Number.NaN, ['FLOW_FIELD_TYPE']],
    ['size', undefined, []],
    ['path', undefined, ['FLOW_FIELD_REQUIRED']],
    ['path', '', ['FLOW_FIELD_REQUIRED']],
    ['path', '/x', []],
    ['prefix', 'abc', []],
    ['prefix', 'a1', ['FLOW_FIELD_PATTERN']],
    ['mode', 'b', []],
    ['mode', 'c', ['FLOW_FIELD_CHOICE']],
    ['names', ['a'], []],
    ['names', [1], ['FLOW_FIELD_TYPE']],
    ['names', 'a', ['FLOW_FIELD_TYPE']],
  ] as const)('%s = %j gives %j', (name, value, expected) => expect(codes(name, value)).toEqual(expected));

  it('says where and what to do next', () => {
    const [problem] = checkField('size', spec.config.size, 0, { component: 'sink1' });
    expect(problem).toMatchObject({ at: { component: 'sink1', field: 'size' }, help: 'Use 1 or more.' });
  });
});
