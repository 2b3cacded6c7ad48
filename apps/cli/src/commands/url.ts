import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '@sluice/server';
import { readArguments } from '../arguments.ts';
import { exitCode, note, writeOut } from '../print.ts';

/** `sluice url`: another one-time link to the server that runs on a project. */
export async function url(args: readonly string[]): Promise<number> {
  const { values } = readArguments('url', args, { project: { type: 'string' }, port: { type: 'string' } });
  const project = resolve(values.project ?? process.env.SLUICE_PROJECT ?? 'project');
  const port = values.port ?? process.env.SLUICE_PORT ?? '4646';
  let token: string;
  try {
    token = readFileSync(join(project, '.sluice', 'server', 'token'), 'utf8').trim();
  } catch (error) {
    throw new UsageError(`No server has run on ${project}; name its folder with --project DIR.`, {
      cause: error,
    });
  }
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/session/links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw new Error(`it answered ${response.status}; does it run on another project?`);
    const { url: link } = (await response.json()) as { url: string };
    await writeOut(`${link}\n`);
    return exitCode.done;
  } catch (error) {
    note(
      `No Sluice answers on port ${port}: ${(error as Error).message}. Start it with npm start, or give its --port.`,
    );
    return exitCode.failed;
  }
}
