import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/fields.css";
import "./styles/menus.css";
import "./styles/overlays.css";
import "./styles/shell.css";
import "./styles/states.css";
import "./styles/list.css";
import "./styles/why.css";
import "./styles/conversation.css";
import "./styles/composer.css";
import "./styles/side.css";
import "./styles/briefing.css";
import "./styles/records.css";
import "./styles/pages.css";
import "./styles/policy.css";
import "./styles/autonomy.css";
import "./styles/curve.css";
import "./styles/judging.css";
import "./styles/knowledge.css";
import "./styles/tools.css";
import "./styles/models.css";
import "./styles/beside.css";
import "./styles/drafts.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html lacks #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
