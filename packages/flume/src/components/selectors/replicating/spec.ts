import { defineComponent } from '@sluice/component';

export const spec = defineComponent({
  id: 'flume.selector.replicating',
  title: 'replicating',
  summary: 'Puts every event into all channels of its source.',
  docs: [
    'This is what a source does without a selector. A channel marked optional on its connection may refuse an event without failing the source.',
  ],
  icon: 'copy',
  exportType: 'replicating',
  inputs: [],
  outputs: [],
  attachesTo: 'source',
  config: {},
});
