import type { CheckCode } from '@sluice/compiler';
import type { FieldSpecs } from '@sluice/component';
import type { Flow } from '@sluice/flow';

let reader: CheckCode | undefined;
let loading: Promise<void> | undefined;

/**
 * What reads code people wrote, once it is there: it is fetched for the first flow that has any, and `whenHere` is
 * called then. Until it is, code is taken as it stands; the server checks it before a run in any case.
 */
export function codeReaderFor(
  flow: Flow,
  fieldsOf: (type: string) => FieldSpecs | undefined,
  whenHere: () => void,
): CheckCode | undefined {
  if (reader !== undefined || loading !== undefined) return reader;
  const hasCode = Object.values(flow.components).some(({ type }) =>
    Object.values(fieldsOf(type) ?? {}).some((field) => field.type === 'code'),
  );
  if (!hasCode) return undefined;
  loading = import('@sluice/compiler/code').then(
    ({ prepareCode }) => {
      reader = (text, shape) => prepareCode(text, shape).problems;
      whenHere();
    },
    () => {
      // Asked for again with the next check.
      loading = undefined;
    },
  );
  return undefined;
}
