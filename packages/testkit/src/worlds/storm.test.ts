import { stormWorlds } from './storm-world.ts';
import { testWorlds } from './worlds.ts';

testWorlds(stormWorlds, { worlds: 1000, twice: 70, known: 20261124 });
