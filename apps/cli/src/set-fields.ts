import type { Flow } from '@sluice/flow';
import { configure } from '@sluice/flow';
import type { Json } from '@sluice/ir';
import { catalog, UsageError } from '@sluice/server';

/** Applies `--set component.field=value`; a component is named by its id or its name. */
export function setFields(flow: Flow, assignments: readonly string[]): Flow {
  return assignments.reduce((current, assignment) => {
    const match = /^([^.=]+)\.([^=]+)=([\s\S]*)$/.exec(assignment);
    if (!match) throw new UsageError(`--set ${assignment} is not component.field=value.`);
    const [, name = '', field = '', text = ''] = match;
    const id = Object.hasOwn(current.components, name)
      ? name
      : Object.entries(current.components).find(([, component]) => component.name === name)?.[0];
    const component = id === undefined ? undefined : current.components[id];
    if (id === undefined || !component) {
      const known = Object.keys(current.components).join(', ');
      throw new UsageError(
        `--set ${assignment}: there is no component ${JSON.stringify(name)}; there are ${known}.`,
      );
    }
    const spec = catalog.component(component.type)?.config;
    const key =
      spec === undefined || Object.hasOwn(spec, field)
        ? field
        : Object.keys(spec).find((candidate) => spec[candidate]?.exportKey === field);
    if (key === undefined) {
      throw new UsageError(
        `--set ${assignment}: ${component.type} has no field ${JSON.stringify(field)}; \`sluice catalog ${component.type}\` lists them.`,
      );
    }
    return configure(current, { component: id }, { field: key, value: valueOf(spec?.[key]?.type, text) });
  }, flow);
}

function valueOf(type: string | undefined, text: string): Json {
  switch (type) {
    case 'integer':
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'list':
      return text.split(',').map((item) => item.trim());
    case 'assignments':
      return JSON.parse(text) as Json;
    default:
      return text;
  }
}
