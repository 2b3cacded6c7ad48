import type { Diagnostic } from '@sluice/ir';
import type { Flow } from './flow.ts';
import { currentMinor, findUnsafe, flowSchema, limits, newerFlowSchema } from './schema.ts';
import { findFlaws } from './well-formed.ts';

/** A document, or every reason why it is none. */
export type FlowReading =
  | { readonly flow: Flow; readonly problems?: undefined }
  | { readonly flow?: undefined; readonly problems: readonly Diagnostic[] };

function problem(code: string, message: string, help: string): Diagnostic {
  return { code, severity: 'error', message, at: {}, help };
}

/** Reads the text of a `.flow.json` file. Never throws; a text that cannot be read must not be overwritten. */
export function parseFlow(text: string): FlowReading {
  if (text.length > limits.characters) {
    return {
      problems: [
        problem(
          'FLOW_FILE_TOO_LARGE',
          `The file has ${text.length} characters; the most is ${limits.characters}.`,
          'Split the flow.',
        ),
      ],
    };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      problems: [
        problem(
          'FLOW_FILE_SYNTAX',
          `The file is not JSON: ${reason}.`,
          'Restore the file from version control.',
        ),
      ],
    };
  }
  return checkFlow(value);
}

/** Checks a value that claims to be a document, as it came from JSON. Never throws. */
export function checkFlow(value: unknown): FlowReading {
  const unsafe = findUnsafe(value);
  if (unsafe !== undefined) {
    return { problems: [problem('FLOW_FILE_UNSAFE', unsafe, 'Remove it.')] };
  }
  return checkShape(value);
}

/** The same for a value known to have no unsafe keys. */
export function checkShape(value: unknown): FlowReading {
  const version = versionOf(value);
  if (version === undefined) {
    return {
      problems: [
        problem(
          'FLOW_FILE_SHAPE',
          'This is not a flow: it has no version.',
          'Choose a file that Sluice saved.',
        ),
      ],
    };
  }
  if (version.major !== 1) {
    return {
      problems: [
        problem(
          'FLOW_FILE_VERSION',
          `The flow has version ${version.major}; this Sluice reads version 1.`,
          'Open it with a newer Sluice.',
        ),
      ],
    };
  }
  const schema = version.minor > currentMinor ? newerFlowSchema : flowSchema;
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    return {
      problems: parsed.error.issues
        .slice(0, 50)
        .map((issue) =>
          problem(
            'FLOW_FILE_SHAPE',
            `${issue.path.length > 0 ? issue.path.join('.') : 'The flow'}: ${issue.message}.`.replace(
              /\.\.$/,
              '.',
            ),
            'Restore the file from version control, or correct it by hand.',
          ),
        ),
    };
  }
  const flow = parsed.data as unknown as Flow;
  const flaws = findFlaws(flow);
  if (flaws.length > 0) {
    return {
      problems: flaws
        .slice(0, 50)
        .map((flaw) =>
          problem('FLOW_FILE_FLAW', flaw.message, `Correct ${flaw.path.join('.')} in the file.`),
        ),
    };
  }
  return { flow };
}

function versionOf(value: unknown): { major: number; minor: number } | undefined {
  if (typeof value !== 'object' || value === null || !('version' in value)) return undefined;
  const version = value.version;
  if (typeof version !== 'object' || version === null) return undefined;
  if (!('major' in version) || typeof version.major !== 'number') return undefined;
  const minor = 'minor' in version && typeof version.minor === 'number' ? version.minor : 0;
  return { major: version.major, minor };
}
