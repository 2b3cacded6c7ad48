import { AppendFile } from '@sluice/connectors';
import type { Batch } from '@sluice/runtime';
import { columnOf, encodeUtf8, forEachRow, implementSink, readText } from '@sluice/runtime';
import { spec } from './spec.ts';

const newline = '\n';

export const run = implementSink(spec, (config, context) => {
  const separator = config.separator.replaceAll('\\t', '\t').replaceAll('\\n', newline);
  let file: AppendFile | undefined;

  function linesOf(batch: Batch): string {
    const columns = config.fields.map((name) => columnOf(batch, name));
    let text = '';
    forEachRow(batch, (row) => {
      for (let i = 0; i < columns.length; i++) {
        if (i > 0) text += separator;
        text += readText(columns[i], row);
      }
      text += newline;
    });
    return text;
  }

  return {
    open() {
      const path = context.files.resolve(config.path, 'write');
      file = AppendFile.reopen(path) ?? AppendFile.create(path, { makeDirectories: true });
      // A crash may have cut the last line short; what it belonged to is written again.
      if (file.lastLineEnd() !== file.size) file.write(encodeUtf8(newline));
    },
    write(batch) {
      file?.write(encodeUtf8(linesOf(batch)));
    },
    close() {
      file?.close();
      file = undefined;
    },
  };
});
