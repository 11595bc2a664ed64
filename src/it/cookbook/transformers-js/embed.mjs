import { basename, dirname } from 'node:path';
import { env, pipeline } from '@huggingface/transformers';

const folder = process.argv[2];
env.allowRemoteModels = false;
env.localModelPath = dirname(folder);
const embed = await pipeline('feature-extraction', basename(folder), { dtype: 'q8' });
const [pasta, meal, build] = (await embed(
  ['A man is eating pasta.', 'Someone is having a meal.', 'The build failed on the server.'],
  { pooling: 'mean', normalize: true },
)).tolist();

const similarity = (one, other) => one.reduce((sum, value, i) => sum + value * other[i], 0);
console.log(`related ${similarity(pasta, meal).toFixed(2)}, unrelated ${similarity(pasta, build).toFixed(2)}`);
