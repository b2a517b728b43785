/** How each series is drawn. Each has its own colour and dash, so that colour is not the only difference. */

// Neighbours far apart on the colour circle; the colours are in style/hues.css.
const HUES = [7, 1, 9, 4, 0, 6, 10, 2, 8, 5, 11, 3];
const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

export const hueOfLine = (index: number): number => HUES[index % HUES.length] ?? 0;
export const dashOfLine = (index: number): readonly number[] => DASHES[index % DASHES.length] ?? [];
