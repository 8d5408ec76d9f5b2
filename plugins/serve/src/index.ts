export { deploy } from './deploy.ts';
export { save } from './save.ts';
