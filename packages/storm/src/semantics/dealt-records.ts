/** Records of a data set by index. */
export interface Records {
  lines(from: number, count: number): string;
}

/** Records dealt to a task at a time. */
export const blockRecords = 256;

/** How many of `total` records fall to one of `tasks` tasks when they are dealt out in blocks. */
export function dealtTotal(total: number, task: number, tasks: number): number {
  const whole = Math.floor(total / (blockRecords * tasks));
  const rest = total - whole * blockRecords * tasks - task * blockRecords;
  return whole * blockRecords + Math.min(blockRecords, Math.max(0, rest));
}

/** The records of one task as a data set of its own. */
export function dealtRecords(records: Records, task: number, tasks: number): Records {
  if (tasks === 1) return records;
  return {
    lines(from, count) {
      let text = '';
      for (let at = from; at < from + count; ) {
        const within = at % blockRecords;
        const block = Math.floor(at / blockRecords) * tasks + task;
        const take = Math.min(blockRecords - within, from + count - at);
        text += records.lines(block * blockRecords + within, take);
        at += take;
      }
      return text;
    },
  };
}
