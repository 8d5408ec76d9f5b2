export { bert } from './bert.ts';
export { train } from './train.ts';
