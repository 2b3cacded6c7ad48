/** What `sluice help COMMAND` prints. */
export const helpTexts: { readonly [command: string]: string } = {
  serve:
    'sluice serve [--project DIR] [--port N] [--no-open] [--allow-exec] [--allow-root DIR]... [--json]\n  The web app (= npm start). `sluice serve --help` lists everything.',
  check:
    'sluice check FLOW... [--agent NAME] [--target T] [--json]\n  All diagnostics of all files. Exit code 1 when there are errors.',
  import:
    'sluice import TEXT [-o FILE.flow.json] [--json]\n  Turns a text (Flume .properties) into a flow that carries it.',
  export:
    'sluice export FLOW --target flume [-o DIR] [--json]\n  Writes the files of a real engine; without -o, a single file goes to stdout.',
  run: 'sluice run FLOW [--for 30s] [--until idle|done] [--agent NAME] [--set component.field=value]... [--seed N]\n           [--stream] [--json] [--project DIR] [--allow-root DIR]... [--allow-exec [--as-root]]\n  Runs the flow embedded until stopped. Relative paths start at --project (default: here); ./data may be written.',
  replay:
    'sluice replay DATASET [--count N] [--seed N] [--rate 1x|10x|max|5000/s] [--to -|FILE|tcp://127.0.0.1:PORT|http://...]\n  A demo data set (access-log, tweets, sentences), byte-identical for one seed.',
  catalog: 'sluice catalog [TYPE] [--json]\n  Every component; with an id, its fields and targets.',
  explain:
    'sluice explain FLOW [--json]\n  The program a flow compiles to, and how it is run here: what runs as one, which kernel does it or why none.',
  url: 'sluice url [--project DIR] [--port N]\n  Another one-time link to the server that runs.',
};

/** What `sluice help` prints. */
export const overview = `sluice - draw, check, run and take away stream-processing flows

${Object.entries(helpTexts)
  .map(([, text]) => text.split('\n')[0])
  .join('\n')}

FLOW is a .flow.json or a Flume .properties file; the content decides.
stdout is the result (--json for programs), stderr is progress.
Exit codes: 0 done, 1 the input is wrong, 2 wrong usage, 3 the run failed, 130 interrupted.
`;
