import { defineComponent, field } from '@sluice/component';

export const spec = defineComponent({
  id: 'flume.selector.multiplexing',
  title: 'multiplexing',
  summary: 'Chooses the channels of an event by the value of one of its headers.',
  docs: [
    'Which values lead to a channel is set on the connection to that channel. Values are compared exactly, upper and lower case included.',
    'An event without the header, or with a value no connection names, goes to the default channels; without a default it is dropped and counts as delivered.',
  ],
  icon: 'split',
  exportType: 'multiplexing',
  inputs: [],
  outputs: [],
  attachesTo: 'source',
  config: {
    header: field.text({
      label: 'Header',
      help: 'Header whose value chooses the channels.',
      exportKey: 'header',
      default: 'flume.selector.header',
    }),
  },
});
