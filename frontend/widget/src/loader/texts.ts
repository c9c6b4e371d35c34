export interface LoaderTexts {
  open: string;
  close: string;
  unread: (count: number) => string;
}

const TEXTS: Record<string, LoaderTexts> = {
  en: {
    open: "Open chat",
    close: "Close chat",
    unread: (count) => `${count} unread ${count === 1 ? "message" : "messages"}`,
  },
  de: {
    open: "Chat öffnen",
    close: "Chat schließen",
    unread: (count) => `${count} ungelesene ${count === 1 ? "Nachricht" : "Nachrichten"}`,
  },
  es: {
    open: "Abrir el chat",
    close: "Cerrar el chat",
    unread: (count) => `${count} ${count === 1 ? "mensaje" : "mensajes"} sin leer`,
  },
};

export function loaderTexts(locale: string): LoaderTexts {
  const language = locale.toLowerCase().split(/[-_]/)[0] ?? "";
  return (TEXTS[language] ?? TEXTS.en) as LoaderTexts;
}
