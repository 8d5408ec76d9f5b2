/** The SVG on the page as a document of its own: the colours of the theme are written out, since no style sheet goes with it. */
export function standaloneSvg(drawing: SVGSVGElement): string {
  const style = getComputedStyle(drawing);
  const copy = drawing.cloneNode(true) as SVGSVGElement; // a clone is of the same kind
  const { width, height } = drawing.viewBox.baseVal;
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.removeAttribute('style');
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ width, height, fill: 'var(--surface)' })) ground.setAttribute(name, String(value));
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy).replace(/var\((--[a-z0-9-]+)\)/g, (_, token: string) => style.getPropertyValue(token).trim().replaceAll('"', "'"));
}

/** Saves a drawing as a file, PNG at twice its size. */
export async function saveDrawing(drawing: SVGSVGElement, format: 'svg' | 'png', name: string): Promise<void> {
  const svg = standaloneSvg(drawing);
  save(format === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await png(svg, drawing.viewBox.baseVal), `${name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)}.${format}`);
}

async function png(svg: string, { width, height }: { readonly width: number; readonly height: number }): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => { canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser could not draw the picture'))), 'image/png'); });
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
