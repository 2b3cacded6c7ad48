import { hostname, networkInterfaces } from 'node:os';

/** As `InetAddress.getLocalHost` finds it: the first IPv4 address that is not loopback, else loopback. */
export function localAddress(): string {
  for (const addresses of Object.values(networkInterfaces())) {
    for (const address of addresses ?? []) {
      if (!address.internal && address.family === 'IPv4') return address.address;
    }
  }
  return '127.0.0.1';
}

/** What the static escapes of a path stand for. */
export function machineName(name: 'localhost' | 'IP' | 'FQDN'): string {
  return name === 'IP' ? localAddress() : hostname();
}
