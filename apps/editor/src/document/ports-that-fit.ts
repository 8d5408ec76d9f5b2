// Which node types and which of their ports could be at the end of a wire, or within one.
import { fits, type NodeManifest, type PortKind, type PortManifest } from '@millrace/workflow';

/** The input at which something of this kind is taken: of the same kind before one that takes it too, a needed one before an optional one. */
export function inputFor({ inputs }: NodeManifest, kind: PortKind): PortManifest | undefined {
  return best(inputs.filter((port) => fits(kind, port.kind)), kind);
}

/** The output that gives what an input of this kind takes, of the same kind before one that will do. */
export function outputFor({ outputs }: NodeManifest, kind: PortKind): PortManifest | undefined {
  return best(outputs.filter((port) => fits(port.kind, kind)), kind);
}

/** The types that take what an output gives, or give what an input takes; those with a port of the very kind first. */
export function typesAtEnd(types: readonly NodeManifest[], kind: PortKind, of: 'output' | 'input'): readonly NodeManifest[] {
  return exactFirst(types, (type) => [of === 'output' ? inputFor(type, kind) : outputFor(type, kind), kind]);
}

/** The types that make of one kind another: they would fit between an output and an input that do not fit each other. */
export function typesBetween(types: readonly NodeManifest[], from: PortKind, to: PortKind): readonly NodeManifest[] {
  return exactFirst(types.filter((type) => inputFor(type, from)), (type) => [outputFor(type, to), to]);
}

function exactFirst(types: readonly NodeManifest[], portOf: (type: NodeManifest) => readonly [PortManifest | undefined, PortKind]): readonly NodeManifest[] {
  const found = types.flatMap((type) => {
    const [port, kind] = portOf(type);
    return port ? [{ type, exact: port.kind === kind, optional: port.optional ?? false }] : [];
  });
  return found.sort((a, b) => Number(b.exact) - Number(a.exact) || Number(a.optional) - Number(b.optional)).map(({ type }) => type);
}

function best(ports: readonly PortManifest[], kind: PortKind): PortManifest | undefined {
  const rank = (port: PortManifest) => (port.kind === kind ? 0 : 2) + (port.optional ? 1 : 0);
  return [...ports].sort((a, b) => rank(a) - rank(b))[0];
}
