import { Search } from "lucide-react";
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  TextField,
  useFilter,
} from "react-aria-components";
import { useSpeech } from "../i18n";
import { Keys } from "../parts/button";
import { Scroll } from "../parts/scroll";
import { type Action, actions } from "./actions";
import { useActions } from "./provider";

export const groups = ["conversation", "judging", "list", "desk", "go"] as const;

/** Every action that is possible here and now, by name. */
export function Palette() {
  const { t } = useSpeech();
  const context = useActions();
  const { contains } = useFilter({ sensitivity: "base" });
  const possible = actions.filter((action) => action.id !== "palette" && action.when(context));
  const nameOf = (action: Action) => t(action.titleNow?.(context) ?? action.title);
  const choose = (id: string) => {
    context.ui.closeDialog();
    // After the palette has given the focus back, so that the action may move it again.
    setTimeout(() => context.run(id), 0);
  };
  return (
    <ModalOverlay
      className="overlay overlay-top"
      isOpen
      isDismissable
      onOpenChange={(open) => open || context.ui.closeDialog()}
    >
      <Modal className="modal palette">
        <Dialog aria-label={t("palette.title")} className="dialog">
          <Autocomplete filter={contains}>
            <TextField aria-label={t("palette.placeholder")} className="palette-input" autoFocus>
              <Search aria-hidden size={16} />
              <Input placeholder={t("palette.placeholder")} />
            </TextField>
            <Scroll className="palette-scroll" label={t("palette.title")}>
              <Menu
                aria-label={t("palette.title")}
                className="palette-list"
                onAction={(key) => choose(String(key))}
                renderEmptyState={() => <p className="palette-empty">{t("palette.empty")}</p>}
              >
                {groups.map((group) => (
                  <MenuSection key={group} id={`group-${group}`}>
                    <Header className="menu-header">{t(`group.${group}`)}</Header>
                    {possible
                      .filter((action) => action.group === group)
                      .map((action) => (
                        <MenuItem
                          key={action.id}
                          id={action.id}
                          className="menu-item"
                          textValue={nameOf(action)}
                        >
                          <span>{nameOf(action)}</span>
                          <Keys of={action.keys} />
                        </MenuItem>
                      ))}
                  </MenuSection>
                ))}
              </Menu>
            </Scroll>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
