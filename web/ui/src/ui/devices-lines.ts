/** How each series is drawn: a colour and a dash of its own, so that no line is told by its colour alone. */

// Neighbours far apart on the colour circle; the colours are in style/hues.css.
const HUES = [7, 1, 9, 4, 0, 6, 10, 2, 8, 5, 11, 3];
const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

export const hueOfLine = (index: number): number => HUES[index % HUES.length] ?? 0;
export const dashOfLine = (index: number): readonly number[] => DASHES[index % DASHES.length] ?? [];
