import { sparkWorlds } from './spark-world.ts';
import { testWorlds } from './worlds.ts';

testWorlds(sparkWorlds, { worlds: 5000, twice: 70, known: 20261124, seeds: [3674629191] });
