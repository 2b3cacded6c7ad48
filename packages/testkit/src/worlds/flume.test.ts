import { flumeWorlds } from './flume-world.ts';
import { testWorlds } from './worlds.ts';

testWorlds(flumeWorlds, {
  worlds: 9000,
  twice: 70,
  known: 20261124,
  seeds: [3846640339, 3720764803, 1983908593, 3055693744],
});
