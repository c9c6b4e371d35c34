import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `npm run dev` finds a running server. */
const server = process.env.HANDRAIL_URL ?? "http://127.0.0.1:8000";

export default defineConfig({
  base: "/desk/",
  plugins: [react()],
  server: {
    // The server refuses requests from other origins, and this one is another.
    proxy: { "/api": { target: server, changeOrigin: true, headers: { origin: server } } },
  },
  build: {
    outDir: "../../src/handrail/web/static/desk",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
