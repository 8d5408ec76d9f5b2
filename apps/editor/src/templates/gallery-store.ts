import { create } from 'zustand';

/** Whether the gallery of templates is open, and what is searched for when it opens. */
export const useGallery = create<{ readonly open: boolean; readonly query: string }>(() => ({ open: false, query: '' }));

/** Opens the gallery in which a new workflow begins. */
export function openGallery(query = ''): void {
  useGallery.setState({ open: true, query });
}

export function closeGallery(): void {
  useGallery.setState({ open: false });
}
