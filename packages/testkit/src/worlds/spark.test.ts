import { sparkWorlds } from './spark-world.ts';
import { testWorlds } from './worlds.ts';

testWorlds(sparkWorlds, { worlds: 1000, twice: 70, known: 20261124 });
