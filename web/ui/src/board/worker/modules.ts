/** The board's Python modules, by their paths below the folder `python`. */

const found = import.meta.glob<string>("../python/**/*.py", { query: "?raw", import: "default", eager: true });

export const modules: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(found).map(([path, text]) => [path.replace("../python/", ""), text]),
);
