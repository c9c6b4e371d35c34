import { defineConfig } from "vite";

const OUT = "../../src/handrail/web/static/widget";

/** The app inside the iframe. Relative addresses, so that it works under any path prefix. */
export default defineConfig({
  base: "./",
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: ["es2022", "safari16.4", "chrome111", "firefox113"],
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
