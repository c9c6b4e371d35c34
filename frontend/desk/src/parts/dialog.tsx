import { X } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button, Dialog, Form, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useSpeech } from "../i18n";
import { Act } from "./button";

interface SheetProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  size?: "small" | "wide" | undefined;
  role?: "dialog" | "alertdialog";
  /** A step that must be taken, not dismissed: no click outside, no close button. */
  keepOpen?: boolean;
}

export function Sheet({ title, onClose, children, size = "small", role, keepOpen }: SheetProps) {
  const { t } = useSpeech();
  return (
    <ModalOverlay
      className="overlay"
      isOpen
      isDismissable={!keepOpen}
      isKeyboardDismissDisabled={Boolean(keepOpen)}
      onOpenChange={(open) => open || onClose()}
    >
      <Modal className="modal" data-size={size}>
        <Dialog className="dialog" role={role ?? "dialog"}>
          <header className="dialog-head">
            <Heading slot="title">{title}</Heading>
            {keepOpen ? null : (
              <Button className="icon-button" aria-label={t("do.close")} onPress={onClose}>
                <X aria-hidden size={16} />
              </Button>
            )}
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface AskProps {
  title: string;
  intro: string;
  submit: string;
  danger?: boolean;
  onClose: () => void;
  /** Gives true when done; the dialog then closes. */
  onSubmit: () => Promise<boolean>;
  children?: ReactNode;
}

/** A dialog that asks before something happens: what, its consequence, and one button that says so. */
export function Ask({ title, intro, submit, danger, onClose, onSubmit, children }: AskProps) {
  const { t } = useSpeech();
  const [busy, setBusy] = useState(false);
  const go = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    if (await onSubmit()) onClose();
    else setBusy(false);
  };
  return (
    <Sheet title={title} onClose={onClose} role={danger ? "alertdialog" : "dialog"}>
      <Form className="dialog-body" onSubmit={go}>
        <p className="dialog-intro">{intro}</p>
        {children}
        <footer className="dialog-foot">
          <Act look="quiet" onPress={onClose}>
            {t("do.cancel")}
          </Act>
          <Act look={danger ? "danger" : "primary"} type="submit" isPending={busy}>
            {submit}
          </Act>
        </footer>
      </Form>
    </Sheet>
  );
}
