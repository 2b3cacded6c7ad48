import { describeCatalog, UsageError } from '@sluice/server';
import { readArguments } from '../arguments.ts';
import { exitCode, printTable, writeOut } from '../print.ts';

type Component = ReturnType<typeof describeCatalog>['components'][number];

/** `sluice catalog [TYPE]`: every component; with an id, its fields. */
export async function catalog(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('catalog', args, { json: { type: 'boolean' } });
  const described = describeCatalog();
  const [wanted] = positionals;
  if (wanted === undefined) {
    await writeOut(values.json ? `${JSON.stringify(described)}\n` : `${printList(described.components)}\n`);
    return exitCode.done;
  }
  const exact = described.components.find((c) => c.id === wanted);
  const matching = exact ? [exact] : described.components.filter((c) => c.id.startsWith(`${wanted}.`));
  if (matching.length === 0) {
    throw new UsageError(`There is no component ${JSON.stringify(wanted)}. \`sluice catalog\` lists all.`);
  }
  if (values.json) await writeOut(`${JSON.stringify(exact ?? { components: matching })}\n`);
  else await writeOut(`${exact ? printComponent(exact) : printList(matching)}\n`);
  return exitCode.done;
}

function printList(components: readonly Component[]): string {
  const rows = components.map((c) => [c.id, c.title, targetsOf(c), c.summary]);
  return printTable([['TYPE', 'TITLE', 'TARGETS', 'SUMMARY'], ...rows]);
}

function targetsOf(component: Component): string {
  return Object.entries(component.targets)
    .flatMap(([target, { can }]) => (can === 'no' ? [] : [can === 'yes' ? target : `${target}*`]))
    .join(' ');
}

function printComponent(component: Component): string {
  const lines = [`${component.id} (${component.title})`, component.summary, '', ...component.docs];
  for (const [target, capability] of Object.entries(component.targets)) {
    const more =
      capability.can === 'no'
        ? `no: ${capability.because}`
        : capability.can === 'yes'
          ? 'yes'
          : `with this difference: ${capability.difference}`;
    lines.push(`  ${target}: ${more}`);
  }
  const rows = Object.entries(component.config).map(([name, field]) => [
    name,
    field.type,
    'default' in field && field.default !== undefined
      ? JSON.stringify(field.default)
      : field.isRequired
        ? 'required'
        : '',
    field.exportKey ?? '',
    field.help,
  ]);
  if (rows.length > 0) lines.push('', printTable([['FIELD', 'TYPE', 'DEFAULT', 'KEY', 'HELP'], ...rows]));
  return lines.join('\n');
}
