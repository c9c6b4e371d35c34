import { Switch } from "react-aria-components";
import { useSpeech } from "../i18n";
import { strokeLabel } from "../parts/button";
import { Sheet } from "../parts/dialog";
import { setSingleKeys, useSingleKeys } from "../settings";
import { type Action, actions } from "./actions";

const groups: readonly Action["group"][] = ["conversation", "list", "judging", "go", "desk"];

export function actionsOf(group: Action["group"]): readonly Action[] {
  return actions.filter((action) => action.group === group);
}

/** The map of every key, whether it works at this moment or not. */
export function KeyMap({ onClose }: { onClose: () => void }) {
  const { t } = useSpeech();
  const single = useSingleKeys();
  return (
    <Sheet title={t("keys.title")} onClose={onClose} size="wide">
      <div className="dialog-body">
        <p className="dialog-intro">{t("keys.intro")}</p>
        <div className="keymap">
          {groups.map((group) => (
            <section key={group}>
              <h3>{t(`group.${group}`)}</h3>
              <dl>
                {actionsOf(group).map((action) => (
                  <div key={action.id}>
                    <dt>{t(action.title)}</dt>
                    <dd className="keys">
                      <KeyWords keys={action.keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
        <Switch className="switch" isSelected={single} onChange={setSingleKeys}>
          <span className="switch-track" aria-hidden="true" />
          <span>
            <b>{t("keys.enabled")}</b>
            <small>{t("keys.enabled.hint")}</small>
          </span>
        </Switch>
      </div>
    </Sheet>
  );
}

function KeyWords({ keys }: { keys: string }) {
  const { t } = useSpeech();
  return keys.split(" ").map((stroke, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the strokes of one shortcut never move
    <span key={index}>
      {index > 0 ? <span className="visually-hidden"> {t("keys.then")} </span> : null}
      <kbd>{strokeLabel(stroke)}</kbd>
    </span>
  ));
}
