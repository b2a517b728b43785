import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// The server finds the built files through manifest.json; see README.md for the entries.
export default defineConfig({
  // Relative, so that the built files find each other also below a path prefix.
  base: "./",
  publicDir: false,
  // The server gives this worker the headers that WebAssembly and shared memory need: web/http/headers.py.
  worker: { format: "es", rollupOptions: { output: { entryFileNames: "assets/board-worker-[hash].js" } } },
  build: {
    outDir: here("../static/built"),
    emptyOutDir: true,
    manifest: "manifest.json",
    // The page's content security policy allows no data: URLs for what is ours.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        shell: here("src/shell.ts"),
        sessions: here("src/sessions.tsx"),
        seats: here("src/seats.tsx"),
        role: here("src/role.tsx"),
        view: here("src/view.tsx"),
        devices: here("src/devices.tsx"),
        wire: here("src/wire.tsx"),
        board: here("src/board.tsx"),
        faults: here("src/faults.tsx"),
        search: here("src/search.tsx"),
        boards: here("src/boards.tsx"),
        lesson: here("src/lesson.ts"),
        flash: here("src/flash.tsx"),
      },
    },
  },
});
