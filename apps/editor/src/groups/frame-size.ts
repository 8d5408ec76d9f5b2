/** Between a frame and what is in it. */
export const framePadding = 18;

/** The strip at the top of a frame that its title stands in. */
export const frameBarHeight = 32;
