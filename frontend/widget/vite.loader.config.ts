import { defineConfig } from "vite";

/** The one classic script a company's page includes: a stable name, no imports, no globals but its own. */
export default defineConfig({
  build: {
    outDir: "../../src/handrail/web/static/widget",
    emptyOutDir: false,
    target: "es2020",
    reportCompressedSize: false,
    lib: {
      entry: "src/loader/loader.ts",
      formats: ["iife"],
      name: "HandrailLoader",
      fileName: () => "loader.js",
    },
  },
});
