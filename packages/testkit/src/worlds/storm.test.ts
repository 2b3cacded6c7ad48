import { stormWorlds } from './storm-world.ts';
import { testWorlds } from './worlds.ts';

testWorlds(stormWorlds, { worlds: 6000, twice: 70, known: 20261124 });
