import { hostname, networkInterfaces } from 'node:os';
import type { Column } from '@sluice/runtime';
import { columnOf, implementScript, readValue, withHeader } from '@sluice/runtime';
import { spec } from './spec.ts';

/** As `InetAddress.getLocalHost` does: the first address that is not loopback, else loopback. */
function localAddress(): string {
  for (const addresses of Object.values(networkInterfaces())) {
    for (const address of addresses ?? []) {
      if (!address.internal && address.family === 'IPv4') return address.address;
    }
  }
  return '127.0.0.1';
}

export const run = implementScript(spec, (config) => {
  const value = config.useIP ? localAddress() : hostname();
  const column: Column = { kind: 'constant', value };
  return {
    process(batch, emit) {
      const present = config.preserveExisting ? columnOf(batch, `headers.${config.hostHeader}`) : undefined;
      if (present === undefined) {
        emit(withHeader(batch, config.hostHeader, column));
        return;
      }
      const values = Array.from({ length: batch.rows }, (_, row) => readValue(present, row) ?? value);
      emit(withHeader(batch, config.hostHeader, { kind: 'value', values }));
    },
  };
});
