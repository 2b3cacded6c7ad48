import type { Diagnostic } from '@sluice/ir';
import type { ReactElement } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { applyFix } from './edits.ts';

/** Diagnostics in full, each with its fix as a button. */
export function Messages({ list }: { readonly list: readonly Diagnostic[] }): ReactElement {
  return (
    <>
      {list.map((d) => {
        const isError = d.severity === 'error';
        const { fix } = d;
        return (
          <div key={`${d.code}${d.message}`} className={isError ? 'fmsg err' : 'fmsg warn'}>
            <Icon
              name={isError ? 'circle-x' : 'triangle-alert'}
              size={13}
              className={isError ? 'err' : 'warn'}
              label={isError ? 'Error' : 'Warning'}
            />
            <span>
              {d.message} {d.help}{' '}
              {fix === undefined ? null : (
                <button type="button" className="fix" onClick={() => applyFix(fix)}>
                  {fix.label}
                </button>
              )}
            </span>
          </div>
        );
      })}
    </>
  );
}
