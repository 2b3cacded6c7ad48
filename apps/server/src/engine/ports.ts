const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i;

/**
 * Whether a flow may listen on a port: on this machine only, above the privileged ports, and not where the server
 * itself answers.
 */
export function isPortAllowed(port: number, host: string, reserved: readonly number[]): boolean {
  return (
    Number.isInteger(port) &&
    port >= 1024 &&
    port <= 65_535 &&
    loopback.test(host) &&
    !reserved.includes(port)
  );
}
