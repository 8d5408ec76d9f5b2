/** Items, the one that comes before all others first. */
export class Heap<T> {
  private readonly items: T[] = [];

  constructor(private readonly before: (a: T, b: T) => boolean) {}

  push(item: T): void {
    const { items, before } = this;
    let index = items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = items[parent];
      if (above === undefined || !before(item, above)) break;
      items[index] = above;
      index = parent;
    }
    items[index] = item;
  }

  pop(): T | undefined {
    const { items, before } = this;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const second = items[child + 1];
      let best = items[child];
      if (best === undefined) break;
      if (second !== undefined && before(second, best)) {
        best = second;
        child++;
      }
      if (!before(best, last)) break;
      items[index] = best;
      index = child;
    }
    items[index] = last;
    return top;
  }
}
