// Fails on an import that goes up or sideways, on a cycle, on an imported plugin, on a dependency that package.json does
// not declare, and on Node in a pure package. Run by `npm test`, and by hand with `npm run boundaries`.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { floors, openToPlugins, pure } from './floors.mjs';
import { root } from './root.mjs';

const importPattern = /(?:\bimport|\bexport)\s+(?:type\s+)?(?:[\w*\s{},$]+?\s+from\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** Every rule that the repository in `folder` breaks, one sentence each. */
export function findViolations(folder) {
  const projects = findProjects(folder);
  const byName = new Map(projects.map((project) => [project.manifest.name, project]));
  return projects.flatMap((project) => [
    ...globalsViolations(project, folder),
    ...project.files.flatMap((file) => fileViolations(file, project, byName, folder)),
    ...cycles(project, folder),
  ]);
}

function findProjects(folder) {
  return floors.flatMap(({ projects }, height) => projects.flatMap((pattern) => expand(folder, pattern)).map((path) => ({
    path,
    height,
    manifest: JSON.parse(readFileSync(join(folder, path, 'package.json'), 'utf8')),
    files: sources(join(folder, path, 'src')),
  })));
}

function expand(folder, pattern) {
  const parent = pattern.endsWith('/*') ? pattern.slice(0, -2) : undefined;
  const paths = parent ? list(join(folder, parent)).map((name) => `${parent}/${name}`) : [pattern];
  return paths.filter((path) => existsSync(join(folder, path, 'package.json')));
}

function list(folder) {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function sources(folder) {
  return list(folder).map((name) => join(folder, name)).flatMap((path) => {
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(path) ? [{ path, text: withoutComments(readFileSync(path, 'utf8')) }] : [];
  });
}

function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

function importsOf(file) {
  return [...file.text.matchAll(importPattern)].map((match) => match[1] ?? match[2]);
}

/** The compiler catches Node's and the page's globals in a pure project, as long as it is not told of them. */
function globalsViolations(project, folder) {
  if (!pure.includes(project.path)) return [];
  const { compilerOptions = {} } = JSON.parse(readFileSync(join(folder, project.path, 'tsconfig.json'), 'utf8'));
  const closed = compilerOptions.types?.length === 0 && compilerOptions.lib?.join() === 'es2023';
  return closed ? [] : [`${project.path}/tsconfig.json must say "types": [] and "lib": ["es2023"]: the project is pure`];
}

function fileViolations(file, project, byName, folder) {
  const where = relative(folder, file.path);
  return importsOf(file).flatMap((specifier) => importViolations(specifier, file, project, byName, folder).map((reason) => `${where} imports "${specifier}": ${reason}`));
}

function importViolations(specifier, file, project, byName, folder) {
  if (specifier.startsWith('.')) {
    const target = relative(join(folder, project.path, 'src'), resolve(dirname(file.path), specifier));
    return target.startsWith('..') ? ['a relative import must stay inside its project; name the package'] : [];
  }
  if (isBuiltin(specifier)) {
    const testing = relative(join(folder, project.path), file.path).startsWith(join('src', 'testing')); // runs in Node only
    return pure.includes(project.path) && !testing ? [`${project.path} is pure: it must run without Node`] : [];
  }
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  const declared = { ...project.manifest.dependencies, ...project.manifest.optionalDependencies };
  const undeclared = name in declared || name === project.manifest.name ? [] : [`${name} is not among the dependencies of ${project.path}/package.json`];
  const target = byName.get(name);
  return target ? [...undeclared, ...floorViolations(project, target)] : undeclared;
}

function floorViolations(project, target) {
  if (target === project) return [];
  if (target.path.startsWith('plugins/')) return ['plugins are found by the server and imported by nobody'];
  if (project.path.startsWith('plugins/') && !openToPlugins.includes(target.path)) return [`plugins may use only ${openToPlugins.join(', ')}`];
  if (target.height > project.height) return [`${target.path} is above ${project.path}; imports go down`];
  if (target.height === project.height) return [`${target.path} and ${project.path} are on one floor and must not see each other`];
  return [];
}

/** Cycles among the files of one project. */
function cycles(project, folder) {
  const graph = new Map(project.files.map((file) => [file.path, importsOf(file).filter((specifier) => specifier.startsWith('.')).map((specifier) => resolve(dirname(file.path), specifier))]));
  const state = new Map();
  const found = [];
  const visit = (path, trail) => {
    if (state.get(path) === 'done' || !graph.has(path)) return;
    if (state.get(path) === 'open') {
      found.push(`${[...trail.slice(trail.indexOf(path)), path].map((step) => relative(folder, step)).join(' → ')} is a cycle`);
      return;
    }
    state.set(path, 'open');
    for (const next of graph.get(path)) visit(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const violations = findViolations(root);
  for (const violation of violations) console.error(violation);
  console.log(violations.length === 0 ? 'Boundaries hold.' : `${violations.length} boundaries broken.`);
  process.exit(violations.length === 0 ? 0 : 1);
}
