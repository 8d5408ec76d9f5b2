/** Lets the person choose a file of this computer and hands it on; fails as `take` does. */
export function chooseFile(accept: string, take: (file: File) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('cancel', () => resolve());
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file) take(file).then(resolve, reject);
      else resolve();
    });
    input.click();
  });
}
